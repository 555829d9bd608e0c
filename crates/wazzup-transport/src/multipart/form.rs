use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
};

use bytes::Bytes;
use http::HeaderValue;

use super::{Part, encode::Encoded};
use crate::Body;

/// A form about to be sent. See the [module](super).
#[derive(Debug, Default)]
#[must_use = "a form does nothing until sent"]
pub struct Form {
    parts: Vec<Part>,
    boundary: Boundary,
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field of text.
    pub fn text(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        self.part(Part::new(name, value))
    }

    /// Adds a part.
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The type of the body, which names the boundary between the parts.
    #[must_use]
    pub fn content_type(&self) -> HeaderValue {
        let text = format!("multipart/form-data; boundary={}", self.boundary.0);
        // Hexadecimal digits only, so it always is one.
        HeaderValue::from_str(&text).expect("a boundary is ASCII")
    }

    /// The body. Without a stream among the parts it is none either.
    #[must_use]
    pub fn into_body(self) -> Body {
        let Self { parts, boundary } = self;
        let end = Bytes::from(format!("--{}--\r\n", boundary.0));
        let mut pieces = Vec::with_capacity(parts.len() * 3 + 1);
        for part in parts {
            pieces.push(Body::from(part.head(&boundary.0)));
            pieces.push(part.body);
            pieces.push(Body::from("\r\n"));
        }
        pieces.push(Body::from(end));
        if !pieces.iter().any(Body::is_streaming) {
            return Body::pieces(pieces.into_iter().flat_map(Body::into_pieces));
        }
        let encoded = Encoded::new(pieces);
        match encoded.length() {
            // Whatever a part says of its length, the whole is as long as is sent.
            Some(length) => Body::sized(encoded, length),
            None => Body::streaming(encoded),
        }
    }
}

/// 128 bits that nobody can foresee, so no content holds them but by an accident that does not happen.
#[derive(Debug)]
struct Boundary(String);

impl Default for Boundary {
    fn default() -> Self {
        // The keys of these are random.
        let [one, two] = [(); 2].map(|()| RandomState::new().hash_one(0_u8));
        Self(format!("{one:016x}{two:016x}"))
    }
}

impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body as _;
    use http_body_util::{BodyExt as _, Full};

    use super::*;
    use crate::{CallOptions, Endpoint, Request};

    async fn sent(form: Form) -> (String, Option<u64>, String) {
        let boundary = form.boundary.0.clone();
        assert_eq!(
            form.content_type().to_str().unwrap(),
            format!("multipart/form-data; boundary={boundary}")
        );
        let body = form.into_body();
        let length = body.size_hint().exact();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        (text, length, boundary)
    }

    #[tokio::test]
    async fn a_form_is_written_as_the_standard_says() {
        let file = Part::new("file", Bytes::from_static(b"GIF89a"))
            .filename("кот.gif")
            .content_type(HeaderValue::from_static("image/gif"));
        let (text, length, b) = sent(Form::new().text("type", "a\r\nb").part(file)).await;
        assert_eq!(
            text,
            format!(
                "--{b}\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\na\r\nb\r\n\
                 --{b}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"кот.gif\"\r\n\
                 Content-Type: image/gif\r\n\r\nGIF89a\r\n--{b}--\r\n"
            )
        );
        assert_eq!(length, Some(text.len() as u64));
    }

    #[tokio::test]
    async fn a_stream_of_known_length_gives_the_same_bytes_and_the_length() {
        let stream = Body::reader(&b"GIF89a"[..], 6);
        let form = Form::new().part(Part::new("file", stream)).text("a", "b");
        assert!(format!("{form:?}").contains("Some(6)"));
        let (text, length, b) = sent(form).await;
        assert!(text.contains("\r\n\r\nGIF89a\r\n--"), "{text}");
        assert!(text.ends_with(&format!("b\r\n--{b}--\r\n")), "{text}");
        assert_eq!(length, Some(text.len() as u64));
    }

    #[tokio::test]
    async fn a_stream_of_unknown_length_has_none() {
        let unknown = Unknown(Full::new(Bytes::from_static(b"x")));
        let (text, length, _) =
            sent(Form::new().part(Part::new("file", Body::streaming(unknown)))).await;
        assert!(text.contains("\r\n\r\nx\r\n--"), "{text}");
        assert_eq!(length, None);
    }

    struct Unknown(Full<Bytes>);

    impl http_body::Body for Unknown {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            cx: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            std::pin::Pin::new(&mut self.0).poll_frame(cx)
        }
    }

    #[tokio::test]
    async fn a_name_cannot_break_out_of_its_line() {
        let evil = "a\"; filename=\"x\r\nX-Evil: 1\n";
        let (text, ..) = sent(Form::new().part(Part::new(evil, "").filename(evil))).await;
        let escaped = "a%22; filename=%22x%0D%0AX-Evil: 1%0A";
        let line = format!("name=\"{escaped}\"; filename=\"{escaped}\"\r\n\r\n");
        assert!(text.contains(&line), "{text}");
    }

    #[test]
    fn boundaries_differ_and_nothing_of_a_form_shows() {
        let [one, two] = [(); 2].map(|()| Form::new());
        assert_ne!(one.content_type(), two.content_type());
        let form = one.text("phone", "79990000000");
        assert!(!format!("{form:?}").contains("7999"));
    }

    #[test]
    fn a_form_of_bytes_can_be_sent_again() {
        const UPLOAD: Endpoint = Endpoint::post("media.upload", "/media");
        let request = Request::new(&UPLOAD).multipart(Form::new().text("a", "b"));
        let (unsent, options, json) = request.options(CallOptions::new()).into_parts().unwrap();
        assert!(!json && !unsent.body.is_streaming());
        let copy = unsent.body.try_clone().unwrap();
        assert_eq!(copy.size_hint().exact(), unsent.body.size_hint().exact());
        assert!(
            options.values().headers.as_ref().unwrap()["content-type"]
                .as_bytes()
                .starts_with(b"multipart/")
        );
    }
}
