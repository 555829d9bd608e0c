//! What is read: a file by its path, or stdin.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// A file, or stdin, which `-` stands for. `Display` is how it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a>(&'a Path);

impl<'a> Input<'a> {
    pub(crate) fn new(path: &'a Path) -> Self {
        Self(path)
    }

    pub(crate) fn is_stdin(self) -> bool {
        self.0.as_os_str() == "-"
    }

    /// Opens it, to be read bit by bit.
    pub(crate) fn open(self) -> io::Result<Box<dyn Read>> {
        if self.is_stdin() {
            return Ok(Box::new(io::stdin().lock()));
        }
        let file = File::open(self.0)?;
        // That can be opened, and fails only when it is read.
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Box::new(file))
    }

    /// Reads all of it.
    pub(crate) fn read(self) -> io::Result<Vec<u8>> {
        if !self.is_stdin() {
            return fs::read(self.0);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl fmt::Display for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_stdin() {
            return f.write_str("stdin");
        }
        self.0.display().fmt(f)
    }
}
