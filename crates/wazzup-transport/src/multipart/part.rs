use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use http_body::Body as _;

use crate::Body;

/// One field or file of a [`Form`](super::Form).
#[must_use]
pub struct Part {
    name: String,
    filename: Option<String>,
    content_type: Option<HeaderValue>,
    pub(super) body: Body,
}

impl Part {
    /// A part of this name. A stream whose length is known is best made by
    /// [`Body::sized`] or [`Body::reader`].
    pub fn new(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self {
            name: name.into(),
            filename: None,
            content_type: None,
            body: body.into(),
        }
    }

    /// What the file is called, which makes the part one.
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }

    /// What the part is.
    pub fn content_type(mut self, content_type: HeaderValue) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// The lines in front of the content, the boundary first.
    pub(super) fn head(&self, boundary: &str) -> Bytes {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"");
        escape(&self.name, &mut head);
        head.push('"');
        if let Some(filename) = &self.filename {
            head.push_str("; filename=\"");
            escape(filename, &mut head);
            head.push('"');
        }
        let mut head = head.into_bytes();
        if let Some(content_type) = &self.content_type {
            head.extend_from_slice(b"\r\nContent-Type: ");
            head.extend_from_slice(content_type.as_bytes());
        }
        head.extend_from_slice(b"\r\n\r\n");
        head.into()
    }
}

/// As browsers do: what would end the value or the line is percent-encoded, all else is UTF-8.
fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '"' => into.push_str("%22"),
            '\r' => into.push_str("%0D"),
            '\n' => into.push_str("%0A"),
            character => into.push(character),
        }
    }
}

/// The length only: names and contents may be personal data.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("length", &self.body.size_hint().exact())
            .finish_non_exhaustive()
    }
}
