//! A body for the refusals that hyper writes by itself.
//!
//! What is not HTTP never becomes a request, so hyper answers it without asking anybody, with a
//! head only. Nothing in it changes that, but everything it writes passes through the connection's
//! socket, and what it writes while no request waits for an answer can only be such a head.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use hyper::rt::Write;

/// An answer that takes the place of hyper's, and how much of it is written.
#[derive(Debug)]
pub(super) struct Refusal {
    answer: Vec<u8>,
    written: usize,
}

impl Refusal {
    /// `None` if this is not what hyper refuses with.
    pub(super) fn in_place_of(head: &[u8]) -> Option<Self> {
        let head = str::from_utf8(head).ok()?.strip_suffix("\r\n\r\n")?;
        let (status_line, headers) = head.split_once("\r\n")?;
        let (version, status) = status_line.split_once(' ')?;
        let body = match (version, status.get(..3)?) {
            ("HTTP/1.1" | "HTTP/1.0", "400") => r#"{"error":"bad request"}"#,
            ("HTTP/1.1" | "HTTP/1.0", "414") => r#"{"error":"uri too long"}"#,
            ("HTTP/1.1" | "HTTP/1.0", "431") => r#"{"error":"head too large"}"#,
            _ => return None,
        };
        let mut answer = format!("{status_line}\r\n");
        for header in headers.split("\r\n") {
            let (name, _) = header.split_once(':')?;
            if name != "content-length" && name != "connection" {
                answer.extend([header, "\r\n"]);
            }
        }
        let length = body.len();
        answer.push_str(&format!(
            "content-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        ));
        let answer = answer.into_bytes();
        Some(Self { answer, written: 0 })
    }

    /// Says that the `length` bytes of hyper's head are written once the whole answer is.
    pub(super) fn poll_write(
        &mut self,
        mut io: Pin<&mut impl Write>,
        cx: &mut Context<'_>,
        length: usize,
    ) -> Poll<io::Result<usize>> {
        while let Some(left @ [_, ..]) = self.answer.get(self.written..) {
            match ready!(io.as_mut().poll_write(cx, left))? {
                0 => return Poll::Ready(Ok(0)),
                count => self.written += count,
            }
        }
        Poll::Ready(Ok(length))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use hyper_util::rt::TokioIo;
    use tokio::io::AsyncReadExt;

    use super::*;

    const HEAD: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\
        date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";

    #[tokio::test]
    async fn it_is_written_whole_whatever_the_socket_takes_at_once() {
        for size in [1, 7, 1000] {
            let (client, server) = tokio::io::duplex(size);
            let write = async {
                let mut refusal = Refusal::in_place_of(HEAD.as_bytes()).unwrap();
                let mut io = TokioIo::new(server);
                poll_fn(|cx| refusal.poll_write(Pin::new(&mut io), cx, HEAD.len())).await
            };
            let read = async {
                let (mut client, mut all) = (client, String::new());
                client.read_to_string(&mut all).await.map(|_| all)
            };
            let (written, read) = tokio::join!(write, read);
            assert_eq!(written.unwrap(), HEAD.len());
            let expected = "HTTP/1.1 400 Bad Request\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\
                content-type: application/json\r\nconnection: close\r\ncontent-length: 23\r\n\r\n\
                {\"error\":\"bad request\"}";
            assert_eq!(read.unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_whole_head_of_a_refusal_is_left_as_it_is() {
        let heads = [
            HEAD.replace("400", "200"),
            HEAD.replace("HTTP/1.1", "http"),
            format!("{HEAD}more"),
            HEAD[10..].to_owned(),
            HEAD[..20].to_owned(),
            String::new(),
        ];
        for head in heads {
            assert!(Refusal::in_place_of(head.as_bytes()).is_none(), "{head:?}");
        }
    }
}
