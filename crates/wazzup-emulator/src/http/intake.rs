//! The body of a request: whole, or nothing has come. Only an upload that can go on keeps a part.

use std::pin::pin;

use bytes::{BufMut as _, Bytes, BytesMut};
use http::StatusCode;
use http::request::Parts;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::edge::{Came, Edge, Ending};
use crate::whatsapp;

/// Reads the body of a request and takes the request to its end. Otherwise: what to answer, if
/// anything. `cut_by` is the fault that is to cut it.
pub(super) async fn take_in<B>(
    edge: &Edge,
    parts: Parts,
    body: B,
    cut_by: Option<u64>,
) -> Result<Ending, Option<StatusCode>>
where
    B: http_body::Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let limit = edge.limit(parts.uri.path());
    let began = Came::now(&edge.app, cut_by);
    if !whatsapp::goes_on(&parts) {
        return match whole(body, limit).await {
            Ok(body) => Ok(edge.handle(parts, body).await),
            Err(refusal) => {
                edge.unread(began, parts, refusal);
                Err(refusal)
            }
        };
    }
    match pieces(body, limit).await {
        (body, End::Complete) => Ok(edge.handle(parts, body).await),
        (_, End::TooLong) => {
            let refusal = Some(StatusCode::PAYLOAD_TOO_LARGE);
            edge.unread(began, parts, refusal);
            Err(refusal)
        }
        (came, End::BrokenOff) => {
            edge.broken_off(began, parts, came).await;
            Err(None)
        }
    }
}

/// Reads a body of at most `limit` bytes.
async fn whole<B>(body: B, limit: usize) -> Result<Bytes, Option<StatusCode>>
where
    B: http_body::Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Some(StatusCode::PAYLOAD_TOO_LARGE)),
        Err(_) => Err(None),
    }
}

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Complete,
    TooLong,
    BrokenOff,
}

/// Reads what comes of a body.
async fn pieces<B>(body: B, limit: usize) -> (Bytes, End)
where
    B: http_body::Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let promised = body.size_hint().lower();
    let mut body = pin!(Limited::new(body, limit));
    let mut came = BytesMut::new();
    let end = loop {
        match body.frame().await {
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    came.put(data);
                }
            }
            Some(Err(error)) if error.is::<LengthLimitError>() => break End::TooLong,
            Some(Err(_)) => break End::BrokenOff,
            // A connection that is gone may look like an end.
            None if (came.len() as u64) < promised => break End::BrokenOff,
            None => break End::Complete,
        }
    };
    (came.freeze(), end)
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::{Full, StreamBody};

    use super::*;

    fn body(pieces: &[Option<&'static str>]) -> impl http_body::Body<Data = Bytes, Error = Error> {
        let pieces: Vec<Result<Frame<Bytes>, Error>> = pieces
            .iter()
            .map(|piece| match piece {
                Some(text) => Ok(Frame::data(Bytes::from_static(text.as_bytes()))),
                None => Err(Error::other("gone")),
            })
            .collect();
        StreamBody::new(stream::iter(pieces))
    }

    #[tokio::test]
    async fn what_came_before_a_body_broke_off_is_there() {
        let read = async |parts: &[Option<&'static str>]| pieces(body(parts), 4).await;
        let some = Bytes::from_static;
        assert_eq!(
            read(&[Some("ab"), Some("cd")]).await,
            (some(b"abcd"), End::Complete)
        );
        assert_eq!(
            read(&[Some("ab"), None]).await,
            (some(b"ab"), End::BrokenOff)
        );
        assert_eq!(read(&[Some("abcde")]).await.1, End::TooLong);
        assert_eq!(read(&[None]).await, (Bytes::new(), End::BrokenOff));
    }

    #[tokio::test]
    async fn elsewhere_a_body_is_whole_or_nothing() {
        assert_eq!(
            whole(Full::new("abcd".as_bytes()), 4).await,
            Ok(Bytes::from("abcd"))
        );
        assert_eq!(whole(body(&[Some("ab"), None]), 4).await, Err(None));
        let too_long = whole(body(&[Some("abcde")]), 4).await;
        assert_eq!(too_long, Err(Some(StatusCode::PAYLOAD_TOO_LARGE)));
    }
}
