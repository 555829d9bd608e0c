//! A socket that a fault can cut, in either direction, after a number of bytes.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::faults::{Faults, RequestCut};

/// No limit is set.
const OPEN: i64 = -1;

/// Limits of one connection, shared by the socket and whoever answers on it.
#[derive(Debug)]
pub(crate) struct Limits {
    write_left: AtomicI64,
    read_left: AtomicI64,
    between_requests: AtomicBool,
    /// What cuts the request that is being read, until somebody sees to it.
    cut: Mutex<Option<RequestCut>>,
}

impl Limits {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            write_left: AtomicI64::new(OPEN),
            read_left: AtomicI64::new(OPEN),
            between_requests: AtomicBool::new(true),
            cut: Mutex::new(None),
        })
    }

    /// What cuts the present request, if that is still to be written down.
    pub(crate) fn claim_cut(&self) -> Option<RequestCut> {
        let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        cut.take()
    }

    fn expect_cut(&self, cut: RequestCut) {
        *self.cut.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    /// From here on, only `bytes` more leave; `None` lifts the limit. The request is over.
    pub(crate) fn answer(&self, bytes: Option<usize>) {
        let left = bytes.map_or(OPEN, |bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
        self.write_left.store(left, Ordering::Release);
        self.read_left.store(OPEN, Ordering::Release);
        self.between_requests.store(true, Ordering::Release);
    }
}

/// The socket.
pub(crate) struct Wire<S> {
    socket: S,
    limits: Arc<Limits>,
    faults: Arc<Faults>,
}

impl<S> Wire<S> {
    pub(crate) fn new(socket: S, limits: Arc<Limits>, faults: Arc<Faults>) -> Self {
        Self {
            socket,
            limits,
            faults,
        }
    }
}

fn cut() -> Error {
    Error::new(ErrorKind::ConnectionAborted, "cut by a fault")
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let before = buf.filled().len();
        if self.limits.read_left.load(Ordering::Acquire) == 0 {
            return Poll::Ready(Err(cut()));
        }
        ready!(Pin::new(&mut self.socket).poll_read(cx, buf))?;
        let came = buf.filled().len() - before;
        if came == 0 {
            return Poll::Ready(Ok(()));
        }
        if self.limits.between_requests.swap(false, Ordering::AcqRel)
            && let Some(cut) = self.faults.take_request_cut(&buf.filled()[before..])
        {
            let after = i64::try_from(cut.after).unwrap_or(i64::MAX);
            self.limits.read_left.store(after, Ordering::Release);
            self.limits.expect_cut(cut);
        }
        let left = self.limits.read_left.load(Ordering::Acquire);
        if left != OPEN {
            let keep = came.min(usize::try_from(left).unwrap_or(0));
            buf.set_filled(before + keep);
            let left = left - i64::try_from(keep).unwrap_or(left);
            self.limits.read_left.store(left, Ordering::Release);
            if keep == 0 {
                return Poll::Ready(Err(cut()));
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<Result<usize>> {
        let left = self.limits.write_left.load(Ordering::Acquire);
        if left == OPEN {
            return Pin::new(&mut self.socket).poll_write(cx, data);
        }
        let keep = data.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if keep == 0 {
            return Poll::Ready(Err(cut()));
        }
        let wrote = ready!(Pin::new(&mut self.socket).poll_write(cx, &data[..keep]))?;
        let wrote_signed = i64::try_from(wrote).unwrap_or(left);
        self.limits
            .write_left
            .fetch_sub(wrote_signed, Ordering::AcqRel);
        Poll::Ready(Ok(wrote))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        if self.limits.write_left.load(Ordering::Acquire) == OPEN {
            return Pin::new(&mut self.socket).poll_write_vectored(cx, slices);
        }
        let first = slices.iter().find(|slice| !slice.is_empty());
        self.poll_write(cx, first.map_or(&[], |slice| slice))
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
