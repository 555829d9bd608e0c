//! The quick way to read an element: a deserializer of JSON as it nearly always comes.
//!
//! Objects, lists, and strings without escapes are walked here, word by word; whatever is less plain
//! is given to `serde_json` piece by piece. It never guesses: what it reads is what `serde_json`
//! reads, and where it is not sure it gives up, without saying why. Its caller then asks
//! `serde_json`, whose word and whose errors count. That halves the time of the common element.
//!
//! What every model needs is one function each, not copied into the code of each field: the whole way
//! of a webhook is several times larger than the nearest cache, and fetching code costs more than
//! calling it.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;

/// It is not plain. Nothing else is said: `serde_json` says it better.
#[derive(Debug)]
pub(crate) struct Odd;

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for Odd {}

impl de::Error for Odd {
    #[cold]
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// How deep objects and lists may lie in each other; half of what `serde_json` allows.
const DEPTH: u8 = 64;

/// Reads the values of a text, one after the other.
pub(crate) struct Plain<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Plain<'de> {
    pub(crate) fn new(text: &'de str, at: usize) -> Self {
        Self { text, at, depth: 0 }
    }

    /// Where the value that was read last ended.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The string that starts here, if there is nothing in it that is written otherwise; else it
    /// stays where it is.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&'de str, Odd> {
        let start = self.at + 1;
        let end = special(self.text.as_bytes(), start)?;
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return Err(Odd);
        }
        self.at = end + 1;
        self.text.get(start..end).ok_or(Odd)
    }

    /// The next byte that is no white space, which becomes the place to go on from.
    #[inline]
    fn peek(&mut self) -> Result<u8, Odd> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            // Mostly there is no space at all, which the first comparison tells.
            if *byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Odd)
    }

    fn word(&mut self, word: &str) -> Result<(), Odd> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(()).ok_or(Odd)
    }

    /// A whole number that is not negative and surely fits.
    #[inline(never)]
    fn number(&self) -> Option<(u64, usize)> {
        let bytes = &self.text.as_bytes()[self.at..];
        let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
        let (mut value, mut length) = (0, 0);
        for digit in digits.take(19) {
            value = value * 10 + u64::from(digit - b'0');
            length += 1;
        }
        let whole = !matches!(bytes.get(length), Some(b'.' | b'e' | b'E' | b'0'..=b'9'));
        let usual = length == 1 || bytes.first() != Some(&b'0');
        (whole && usual && (1..19).contains(&length)).then_some((value, self.at + length))
    }

    /// The string that is the next value, if it is a plain one.
    #[inline(never)]
    fn text(&mut self) -> Result<Option<&'de str>, Odd> {
        Ok(match self.peek()? {
            b'"' => self.string().ok(),
            _ => None,
        })
    }

    /// Reads anything but a plain string, which is by far the most common.
    ///
    /// In two functions, since most models expect only what one of them reads.
    #[inline]
    fn no_plain_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Odd> {
        if matches!(self.peek()?, b'{' | b'[') {
            self.nested(visitor)
        } else {
            self.scalar(visitor)
        }
    }

    #[inline(never)]
    fn nested<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Odd> {
        if self.peek()? == b'{' {
            self.inside(b'}', |items| visitor.visit_map(items))
        } else {
            self.inside(b']', |items| visitor.visit_seq(items))
        }
    }

    #[inline(never)]
    fn scalar<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Odd> {
        match self.peek()? {
            b't' => {
                self.word("true")?;
                visitor.visit_bool(true)
            }
            b'f' => {
                self.word("false")?;
                visitor.visit_bool(false)
            }
            b'n' => {
                self.word("null")?;
                visitor.visit_unit()
            }
            b'"' => self.hand_over(|json| json.deserialize_any(visitor)),
            _ => match self.number() {
                Some((number, end)) => {
                    self.at = end;
                    visitor.visit_u64(number)
                }
                None => self.hand_over(|json| json.deserialize_any(visitor)),
            },
        }
    }

    /// Has the value here read by `serde_json`.
    fn hand_over<T>(
        &mut self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> serde_json::Result<T>,
    ) -> Result<T, Odd> {
        self.peek()?;
        let mut deserializer = serde_json::Deserializer::from_str(&self.text[self.at..]);
        let value = read(&mut deserializer).map_err(|_| Odd)?;
        self.at += deserializer.into_iter::<IgnoredAny>().byte_offset();
        Ok(value)
    }

    /// Goes into an object or a list and out of it again, behind the byte that ends it.
    #[inline]
    fn inside<T>(
        &mut self,
        last: u8,
        read: impl FnOnce(&mut Items<'_, 'de>) -> Result<T, Odd>,
    ) -> Result<T, Odd> {
        if self.depth == DEPTH {
            return Err(Odd);
        }
        self.at += 1;
        self.depth += 1;
        let mut items = Items {
            plain: self,
            last,
            first: true,
            ended: false,
        };
        let value = read(&mut items)?;
        // Whoever knows how many there are does not ask for one more.
        if !items.ended && items.next()?.is_some() {
            return Err(Odd);
        }
        self.depth -= 1;
        Ok(value)
    }
}

/// The first byte from `start` on that ends a string or is written otherwise in one: a quotation
/// mark, a backslash, or a control character.
#[inline]
fn special(bytes: &[u8], start: usize) -> Result<usize, Odd> {
    let mut at = start;
    let (blocks, rest) = bytes.get(start..).ok_or(Odd)?.as_chunks();
    for block in blocks {
        let block = u128::from_le_bytes(*block);
        let (first, second) = (special_of(block as u64), special_of((block >> 64) as u64));
        // One branch for both: that costs as much as looking at either.
        if first | second != 0 {
            let bits = match first {
                0 => 64 + second.trailing_zeros(),
                _ => first.trailing_zeros(),
            };
            return Ok(at + bits as usize / 8);
        }
        at += 16;
    }
    let found = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
    found.map(|found| at + found).ok_or(Odd)
}

/// The highest bit of each byte that is special, and maybe of bytes after the first of them.
#[inline]
fn special_of(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    // A byte less something borrows its highest bit if it was smaller. What borrowed from a
    // neighbour is no sure find, but the first one always is. Bytes that had this bit before are
    // of characters beyond ASCII; none of the three marks changes it.
    let quotation = (word ^ (ONES * u64::from(b'"'))).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    (quotation | backslash | control) & !word & HIGH
}

/// What is in an object or a list.
struct Items<'a, 'de> {
    plain: &'a mut Plain<'de>,
    /// The byte that ends it.
    last: u8,
    first: bool,
    ended: bool,
}

impl Items<'_, '_> {
    /// Goes to the next one and gives its first byte, if there is one; else behind the end.
    #[inline]
    fn next(&mut self) -> Result<Option<u8>, Odd> {
        if self.ended {
            return Ok(None);
        }
        let byte = self.plain.peek()?;
        if byte == self.last {
            self.plain.at += 1;
            self.ended = true;
            return Ok(None);
        }
        if std::mem::take(&mut self.first) {
            return Ok(Some(byte));
        }
        if byte != b',' {
            return Err(Odd);
        }
        self.plain.at += 1;
        // Not the end: that would have been a comma too much.
        match self.plain.peek()? {
            byte if byte == self.last => Err(Odd),
            byte => Ok(Some(byte)),
        }
    }
}

impl<'de> Items<'_, 'de> {
    /// Goes to the next member and past its key, if there is one.
    #[inline(never)]
    fn key(&mut self) -> Result<Option<&'de str>, Odd> {
        // Mostly there are no spaces, and this is neither the first nor the last one.
        let at = self.plain.at;
        let usual = self.plain.text.as_bytes().get(at..at + 2) == Some(b",\"");
        if usual && !self.first && !self.ended {
            self.plain.at += 1;
        } else {
            match self.next()? {
                None => return Ok(None),
                Some(b'"') => {}
                Some(_) => return Err(Odd),
            }
        }
        let key = self.plain.string()?;
        if self.plain.peek()? != b':' {
            return Err(Odd);
        }
        self.plain.at += 1;
        Ok(Some(key))
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = Odd;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Odd> {
        let Some(key) = self.key()? else {
            return Ok(None);
        };
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Odd> {
        seed.deserialize(&mut *self.plain)
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Odd;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Odd> {
        if self.next()?.is_none() {
            return Ok(None);
        }
        seed.deserialize(&mut *self.plain).map(Some)
    }
}

impl<'de> Deserializer<'de> for &mut Plain<'de> {
    type Error = Odd;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.text()? {
            Some(text) => visitor.visit_borrowed_str(text),
            None => self.no_plain_string(visitor),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        if self.peek()? == b'n' {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Odd> {
        // By such names `serde_json` knows its own types, which want the text as it is.
        if name.starts_with("$serde_json::") {
            return self.hand_over(|json| json.deserialize_newtype_struct(name, visitor));
        }
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        if matches!(self.peek()?, b'{' | b'[') {
            return self.hand_over(|json| json.deserialize_ignored_any(visitor));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.hand_over(|json| json.deserialize_bytes(visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.hand_over(|json| json.deserialize_byte_buf(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        self.hand_over(|json| json.deserialize_enum(name, variants, visitor))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit unit_struct seq
        tuple tuple_struct map struct identifier
    }
}

#[cfg(test)]
mod tests;
