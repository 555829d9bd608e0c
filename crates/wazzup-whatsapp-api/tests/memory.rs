#![cfg(target_os = "linux")] // which tells how much memory a process has
#![allow(clippy::unwrap_used, reason = "a test that can't go on should panic")]
//! That files go through in memory that does not grow with them: 100 MB, up and down.
//!
//! A binary of its own, with one test, so that nothing else takes memory meanwhile.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt as _;
use wazzup_whatsapp_api::{
    Client, MediaFile, RemoteMedia,
    transport::{Body, BoxError},
    types::PhoneNumberId,
};

const MIB: u64 = 1024 * 1024;
const LENGTH: u64 = 100 * MIB;
const CHUNK: u64 = 64 * 1024;
/// The buffer that is asked for, and what may come on top of it.
const MOST: u64 = CHUNK + MIB;

/// So many zeros, made while they are read.
struct Zeros(u64);

impl http_body::Body for Zeros {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.0.min(CHUNK);
        self.0 -= length;
        let chunk = vec![0; usize::try_from(length).unwrap()];
        Poll::Ready((length > 0).then(|| Ok(Frame::data(chunk.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

/// How much memory the process has, in bytes.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// The most memory that was seen since the start, less what there was then.
#[derive(Clone)]
struct Meter {
    start: u64,
    most: Arc<AtomicU64>,
}

impl Meter {
    fn start() -> Self {
        Self {
            start: resident(),
            most: Arc::default(),
        }
    }

    fn look(&self) {
        self.most.fetch_max(resident(), Ordering::Relaxed);
    }

    fn growth(&self) -> u64 {
        self.most.load(Ordering::Relaxed).saturating_sub(self.start)
    }
}

/// A service that gives files of zeros, and takes files and counts their bytes.
async fn serve(request: Request<Body>) -> Result<Response<Body>, BoxError> {
    let length: u64 = request
        .uri()
        .query()
        .map_or(0, |query| query.parse().unwrap());
    if length > 0 {
        return Ok(Response::new(Body::streaming(Zeros(length))));
    }
    let announced = request.body().size_hint().exact();
    let mut body = request.into_body();
    let mut received = 0;
    while let Some(frame) = body.frame().await {
        received += frame?.data_ref().map_or(0, Bytes::len) as u64;
    }
    assert_eq!(announced, Some(received));
    Ok(Response::new(Body::from(format!(
        r#"{{"id":"{received}"}}"#
    ))))
}

fn remote(length: u64) -> RemoteMedia {
    RemoteMedia::url(format!("https://lookaside.fbsbx.com/x?{length}")).size(length)
}

async fn download(client: &Client, media: RemoteMedia, length: u64, meter: &Meter) {
    let seen = meter.clone();
    let download = client.media().download_to(media, tokio::io::sink());
    let (downloaded, _) = download.on_progress(move |_| seen.look()).await.unwrap();
    assert_eq!(downloaded.size, length);
    meter.look();
}

async fn upload(client: &Client, file: MediaFile, meter: &Meter) {
    let seen = meter.clone();
    let upload = client.media().upload(file);
    upload.on_progress(move |_| seen.look()).await.unwrap();
}

#[tokio::test]
async fn a_hundred_megabytes_go_through_in_the_memory_of_one() {
    let client = Client::builder("token")
        .phone_number_id(PhoneNumberId::new("1").unwrap())
        .configure(|transport| transport.service(tower::service_fn(serve)))
        .build()
        .unwrap();
    let path = std::env::temp_dir().join(wazzup_whatsapp_api::transport::typed::random_hex());

    // What is made once is there already.
    let before = Meter::start();
    download(&client, remote(MIB), MIB, &before).await;
    client.media().download(remote(MIB), &path).await.unwrap();
    upload(
        &client,
        MediaFile::path(&path).mime_type("application/pdf"),
        &before,
    )
    .await;

    let meter = Meter::start();
    download(&client, remote(LENGTH).sha256(SHA256), LENGTH, &meter).await;
    assert!(meter.growth() <= MOST, "download: {}", meter.growth());

    let meter = Meter::start();
    let seen = meter.clone();
    let to_path = client.media().download(remote(LENGTH), &path);
    to_path.on_progress(move |_| seen.look()).await.unwrap();
    assert!(
        meter.growth() <= MOST,
        "download to disk: {}",
        meter.growth()
    );

    let meter = Meter::start();
    let file = MediaFile::path(&path).mime_type("application/pdf");
    upload(&client, file, &meter).await;
    assert!(
        meter.growth() <= MOST,
        "upload from disk: {}",
        meter.growth()
    );
    std::fs::remove_file(&path).unwrap();

    let meter = Meter::start();
    let file = MediaFile::stream("a.pdf", "application/pdf", Zeros(LENGTH));
    upload(&client, file, &meter).await;
    assert!(
        meter.growth() <= MOST,
        "upload of a stream: {}",
        meter.growth()
    );

    // The meter measures: what is read into memory is seen.
    let meter = Meter::start();
    let seen = meter.clone();
    let bytes = client.media().bytes(remote(LENGTH));
    let bytes = bytes.on_progress(move |_| seen.look()).await.unwrap();
    assert_eq!(bytes.len() as u64, LENGTH);
    assert!(meter.growth() > LENGTH / 2, "{}", meter.growth());
}

/// Of 100 MiB of zeros.
const SHA256: &str = "20492a4d0d84f8beb1767f6616229f85d44c2827b64bdbfb260ee12fa1109e0e";
