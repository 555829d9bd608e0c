//! Quotes that are opened and never closed, which a CSV reader takes for closed at the end.

use std::io::{self, Read};

/// Reads on, and looks at the quotes on the way.
#[derive(Debug)]
pub(super) struct Quotes<R> {
    input: R,
    delimiter: u8,
    line: u64,
    at: At,
    /// Bytes of the mark of UTF-8 at the beginning that have come.
    mark: usize,
    ended: bool,
}

/// Where a byte stands. A quote opens a cell only as its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Begin,
    Plain,
    /// In a quote that was opened on this line.
    Quoted(u64),
    /// Behind a quote inside of it: the end of the cell, or the first of two.
    Closing(u64),
}

const MARK: &[u8] = b"\xef\xbb\xbf";

impl<R> Quotes<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            line: 1,
            at: At::Begin,
            mark: 0,
            ended: false,
        }
    }

    /// The line of the quote that was still open at the end. Before the end there is none.
    pub(super) fn unclosed(&self) -> Option<u64> {
        match self.at {
            At::Quoted(line) if self.ended => Some(line),
            _ => None,
        }
    }

    fn take(&mut self, byte: u8) {
        if MARK.get(self.mark) == Some(&byte) {
            self.mark += 1;
            return;
        }
        self.mark = MARK.len();
        self.at = match (self.at, byte) {
            (At::Quoted(line), b'"') => At::Closing(line),
            (At::Quoted(line), _) | (At::Closing(line), b'"') => At::Quoted(line),
            (At::Begin, b'"') => At::Quoted(self.line),
            (_, b'\n' | b'\r') => At::Begin,
            (_, byte) if byte == self.delimiter => At::Begin,
            _ => At::Plain,
        };
        self.line += u64::from(byte == b'\n');
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.ended |= read == 0 && !buffer.is_empty();
        for byte in &buffer[..read] {
            self.take(*byte);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unclosed(text: &str) -> Option<u64> {
        let mut quotes = Quotes::new(text.as_bytes(), b',');
        io::copy(&mut quotes, &mut io::sink()).unwrap();
        quotes.unclosed()
    }

    #[test]
    fn a_quote_is_open_until_another_closes_it() {
        for closed in [
            "",
            "a,\"b\"\n",
            "a,\"b\"\"c\n\",d",
            "\"\"",
            "a\"b,c\"",
            "\"a\"b\"",
            "\u{feff}\"a\"",
        ] {
            assert_eq!(unclosed(closed), None, "{closed}");
        }
        for (text, line) in [
            ("\"a", 1),
            ("\u{feff}\"a", 1),
            ("a,b\r\nc,\"d\r\ne", 2),
            ("a\n\"b\nc\"\n\"d\n", 4),
            ("\"a\"\"", 1),
        ] {
            assert_eq!(unclosed(text), Some(line), "{text}");
        }
    }
}
