//! Standard output: JSON lines or text, and a reader that may go away.

mod table;

use std::io::{self, BufWriter, Stdout, Write};

use serde::Serialize;

pub(crate) use self::table::Table;
use crate::failure::Failure;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

/// Standard output, or what stands for it in a test.
///
/// Once the reader has closed its end (`wazzup … | head -1`), what is written is dropped and
/// [`is_closed`](Self::is_closed) tells so. The exit code is not touched by that: it is about
/// the work, not about who reads the result.
#[derive(Debug)]
pub(crate) struct Output<W: Write = BufWriter<Stdout>> {
    writer: W,
    format: Format,
    closed: bool,
}

impl Output {
    pub(crate) fn stdout(format: Format) -> Self {
        Self::new(BufWriter::new(io::stdout()), format)
    }
}

impl<W: Write> Output<W> {
    pub(crate) fn new(writer: W, format: Format) -> Self {
        Self {
            writer,
            format,
            closed: false,
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes one JSON value as a line.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(value)
            .map_err(|error| Failure::other(format!("cannot write the result as JSON: {error}")))?;
        line.push(b'\n');
        self.bytes(&line)
    }

    /// Writes a line of text. Control characters in it, which may come from strangers, are made
    /// harmless for the terminal.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        let mut line = printable(text);
        line.push('\n');
        self.bytes(line.as_bytes())
    }

    /// Writes a table, unless the result is JSON, and ends the output.
    pub(crate) fn table<const N: usize>(&mut self, table: &Table<N>) -> Result<(), Failure> {
        if !self.is_json() {
            for line in table.lines() {
                self.line(&line)?;
            }
        }
        self.flush()
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        let written = self.writer.write_all(bytes);
        self.settle(written)
    }

    /// Gives what was written to the reader.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        if self.closed {
            return Ok(());
        }
        let flushed = self.writer.flush();
        self.settle(flushed)
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => Err(Failure::io("cannot write the result", &error)),
            Ok(()) => Ok(()),
        }
    }
}

/// Tells something on stderr; if nobody reads that, so be it.
pub(crate) fn note(text: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Text whose control characters are replaced: line breaks and tabs by a blank, others by `�`.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || is_direction_mark(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Whether a character turns the direction of what follows, by which a line can be made to look
/// like another one.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe whose reader is gone after some bytes.
    struct Pipe(usize);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let mut output = Output::new(Pipe(3), Format::Text);
        output.line("long enough").unwrap();
        assert!(output.is_closed());
        output.json(&1).unwrap();
        output.flush().unwrap();
    }

    #[test]
    fn text_of_strangers_cannot_steer_the_terminal() {
        let mut output = Output::new(Vec::new(), Format::Text);
        output.line("a\u{1b}[2Jb\nc\u{202e}d").unwrap();
        assert_eq!(output.writer, "a\u{fffd}[2Jb c\u{fffd}d\n".as_bytes());
    }
}
