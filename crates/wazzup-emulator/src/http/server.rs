//! The accept loop: hyper by hand, so that a fault can do to a connection what a network does.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

use super::body::{Body, ConnectionCut};
use super::edge::{Edge, Ending};
use super::intake::take_in;
use super::wire::{Limits, Wire};
use crate::whatsapp;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves until the emulator stops.
pub(crate) async fn accept_loop(listener: TcpListener, edge: Edge) {
    let stop = edge.app.stop.clone();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, _)) => {
                let _ = socket.set_nodelay(true);
                edge.app.spawn(connection(socket, edge.clone()));
            }
            Err(error) => {
                // Out of descriptors, mostly: give others the time to close some.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

async fn connection(socket: TcpStream, edge: Edge) {
    let limits = Limits::new();
    let wire = Wire::new(socket, Arc::clone(&limits), Arc::clone(&edge.app.faults));
    let stop = edge.app.stop.clone();
    let (served, reading) = (edge.clone(), Arc::clone(&limits));
    let service = service_fn(move |request| {
        let (edge, limits) = (served.clone(), Arc::clone(&reading));
        async move { exchange(&edge, &limits, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(wire), service);
    tokio::select! {
        () = stop.cancelled() => {}
        // Cut connections and clients that hang up are everyday here.
        _ = connection => {
            // Cut before its head was there: nobody else has seen it.
            if let Some(cut) = limits.claim_cut() {
                edge.cut_in_head(cut);
            }
        }
    }
}

async fn exchange(
    edge: &Edge,
    limits: &Limits,
    request: Request<Incoming>,
) -> Result<Response<Body>, ConnectionCut> {
    let (parts, body) = request.into_parts();
    let cut_by = limits.claim_cut().map(|cut| cut.id);
    let taken = if whatsapp::goes_on(&parts) {
        // A task of its own: what came before the client hung up counts.
        let (app, edge) = (Arc::clone(&edge.app), edge.clone());
        let task = app.spawn(async move { take_in(&edge, parts, body, cut_by).await });
        task.await.unwrap_or(Err(None))
    } else {
        take_in(edge, parts, body, cut_by).await
    };
    match taken {
        Ok(Ending::Answer(response, cut)) => {
            limits.answer(cut);
            Ok(response.map(Body::whole))
        }
        Ok(Ending::Dropped) => Err(ConnectionCut),
        Err(refusal) => {
            limits.answer(None);
            refusal.map_or(Err(ConnectionCut), |status| Ok(plain(status)))
        }
    }
}

pub(super) fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = status;
    response
}
