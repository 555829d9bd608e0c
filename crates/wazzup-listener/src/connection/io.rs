use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Watch, refusal::Refusal};

/// A socket that tells the [`Watch`] what moves, and has a body for what hyper refuses.
#[derive(Debug)]
pub(super) struct WatchedIo<T> {
    inner: TokioIo<T>,
    watch: Arc<Watch>,
    /// What is written in place of hyper's own.
    refusal: Option<Box<Refusal>>,
}

impl<T> WatchedIo<T> {
    pub(super) fn new(inner: T, watch: Arc<Watch>) -> Self {
        Self {
            inner: TokioIo::new(inner),
            watch,
            refusal: None,
        }
    }

    fn note<R>(&self, result: &Poll<io::Result<R>>) {
        if result.is_pending() {
            self.watch.write_waits();
        } else {
            self.watch.wrote();
        }
    }
}

impl<T: AsyncWrite + Unpin> WatchedIo<T> {
    /// Writes what nobody has asked for: only a refusal of hyper's can be that.
    #[cold]
    fn poll_refuse(&mut self, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let inner = Pin::new(&mut self.inner);
        if self.refusal.is_none() {
            self.refusal = Refusal::in_place_of(data).map(Box::new);
        }
        match &mut self.refusal {
            Some(refusal) => refusal.poll_write(inner, cx, data.len()),
            None => inner.poll_write(cx, data),
        }
    }
}

impl<T: AsyncRead + Unpin> Read for WatchedIo<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if result.is_ready() {
            self.watch.read();
        }
        result
    }
}

impl<T: AsyncWrite + Unpin> Write for WatchedIo<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = if self.watch.owes_nothing() {
            self.poll_refuse(cx, data)
        } else {
            Pin::new(&mut self.inner).poll_write(cx, data)
        };
        self.note(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, data);
        self.note(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.inner).poll_flush(cx);
        self.note(&result);
        // hyper flushes only once it has nothing left to write.
        self.watch.flushed();
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
