//! The content of a file on its way out.

use std::{
    pin::Pin,
    sync::PoisonError,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use wazzup_transport::{Body, BoxError};

use super::{MediaFile, file::Content, progress::Watcher};

/// The content of a file, open, and how long it is if that is known.
pub(crate) struct Opened {
    pub(crate) body: Body,
    pub(crate) length: Option<u64>,
}

/// Opens what is to be sent, from this byte on.
pub(crate) async fn open(file: MediaFile, offset: u64) -> Result<Opened, BoxError> {
    match file.content {
        Content::Bytes(bytes) => {
            let start = usize::try_from(offset)
                .unwrap_or(usize::MAX)
                .min(bytes.len());
            let rest = bytes.slice(start..);
            let length = Some(rest.len() as u64);
            Ok(Opened {
                body: Body::from(rest),
                length,
            })
        }
        Content::Path(path) => {
            let mut file = tokio::fs::File::open(path).await?;
            let length = file.metadata().await?.len().saturating_sub(offset);
            if offset > 0 {
                use tokio::io::AsyncSeekExt as _;
                file.seek(std::io::SeekFrom::Start(offset)).await?;
            }
            Ok(Opened {
                body: Body::reader(file, length),
                length: Some(length),
            })
        }
        Content::Stream { .. } if offset > 0 => Err(NOT_FROM_THE_MIDDLE.into()),
        Content::Stream { body, length } => {
            let body = body.into_inner().unwrap_or_else(PoisonError::into_inner);
            Ok(Opened {
                body: match length {
                    Some(length) => Body::sized(body, length),
                    None => body,
                },
                length,
            })
        }
        Content::Spent => Err(SPENT.into()),
    }
}

impl Opened {
    /// The same, telling how far it is. Bytes that nobody watches stay bytes, which can be sent again.
    pub(crate) fn watched(self, watcher: &Watcher) -> Body {
        if watcher.is_idle() {
            return self.body;
        }
        Body::streaming(Watched {
            body: self.body,
            length: self.length,
            done: 0,
            watcher: watcher.clone(),
        })
    }
}

/// A body that tells how far it is.
struct Watched {
    body: Body,
    length: Option<u64>,
    done: u64,
    watcher: Watcher,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(data) = frame
            .as_ref()
            .and_then(|frame| frame.as_ref().ok()?.data_ref())
        {
            self.done += data.len() as u64;
            self.watcher.tell(self.done, self.length);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

const SPENT: &str = "the stream was left with the request that this one is a clone of";
const NOT_FROM_THE_MIDDLE: &str = "a stream cannot be sent from the middle";

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use http_body_util::{BodyExt as _, StreamBody};

    use super::*;
    use crate::media::progress::Progress;

    fn stream(chunks: &[&'static str]) -> MediaFile {
        let frames: Vec<_> = chunks
            .iter()
            .map(|chunk| Ok::<_, std::io::Error>(Frame::data(Bytes::from_static(chunk.as_bytes()))))
            .collect();
        MediaFile::stream(
            "a",
            "text/plain",
            StreamBody::new(futures_util::stream::iter(frames)),
        )
    }

    async fn sent(file: MediaFile, watcher: Watcher) -> Result<Bytes, BoxError> {
        let body = open(file, 0).await?.watched(&watcher);
        Ok(body.collect().await?.to_bytes())
    }

    #[tokio::test]
    async fn progress_is_told_chunk_by_chunk() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let watcher = {
            let told = Arc::clone(&told);
            Watcher::new(move |progress: Progress| {
                told.lock().unwrap().push((progress.done, progress.total));
            })
        };

        let file = stream(&["ab", "c"]).length(3);
        assert_eq!(sent(file, watcher).await.unwrap(), "abc");
        assert_eq!(*told.lock().unwrap(), [(2, Some(3)), (3, Some(3))]);
    }

    #[tokio::test]
    async fn a_stream_of_another_length_than_said_fails() {
        for length in [2, 4] {
            let file = stream(&["ab", "c"]).length(length);
            sent(file, Watcher::default()).await.unwrap_err();
        }
    }

    #[tokio::test]
    async fn a_clone_has_no_stream_and_a_stream_no_middle() {
        let file = stream(&["ab"]);
        sent(file.clone(), Watcher::default()).await.unwrap_err();
        assert!(open(file, 1).await.is_err());
    }

    #[tokio::test]
    async fn bytes_and_files_can_be_sent_from_the_middle() {
        let path = std::env::temp_dir().join(wazzup_transport::typed::random_hex());
        std::fs::write(&path, "hello").unwrap();
        for file in [
            MediaFile::bytes("a", "text/plain", "hello"),
            MediaFile::path(&path),
        ] {
            let opened = open(file, 2).await.unwrap();
            assert_eq!(opened.length, Some(3));
            let rest = opened.watched(&Watcher::default()).collect().await.unwrap();
            assert_eq!(rest.to_bytes(), "llo");
        }
        std::fs::remove_file(path).unwrap();
    }
}
