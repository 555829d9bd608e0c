//! The layer in the whole stack, since what it is about is what other layers do for each hop.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use http::{HeaderName, HeaderValue, Response, Uri};
use tower::service_fn;

use crate::{
    Body, BoxError, CallOptions, Endpoint, Error, ErrorKind, Point, Reply, Request, Transport,
    TransportBuilder,
    auth::{Credential, Hosts},
};

const GET: Endpoint = Endpoint::get("media.get", "/media");
const POST: Endpoint = Endpoint::post("media.post", "/media");

/// What was asked for, and with which secrets.
type Seen = Arc<Mutex<Vec<(String, String)>>>;

/// A transport to services that send on from these URLs to those, and answer 200 elsewhere.
fn transport(base: &'static str, to: &[(&'static str, &'static str)]) -> (Transport, Seen) {
    let (builder, seen) = builder(base, to);
    (builder.build().unwrap(), seen)
}

fn builder(base: &'static str, to: &[(&'static str, &'static str)]) -> (TransportBuilder, Seen) {
    let to: HashMap<_, _> = to.iter().copied().collect();
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let builder = Transport::builder()
        .base(Uri::from_static(base))
        .credential(Credential::bearer("hush").unwrap())
        .service(service_fn(move |request: http::Request<Body>| {
            let url = request.uri().to_string();
            let header = |name: &str| request.headers().get(name).map(HeaderValue::to_str);
            let secrets = ["authorization", "cookie", "x-secret"].map(header);
            let secrets = secrets.into_iter().flatten().map(Result::unwrap);
            let mut answer = Response::builder().status(200);
            if let Some(location) = to.get(url.as_str()) {
                answer = answer.status(302).header("location", *location);
            }
            log.lock()
                .unwrap()
                .push((url, secrets.collect::<Vec<_>>().join(",")));
            std::future::ready(Ok::<_, BoxError>(answer.body(Body::from("{}")).unwrap()))
        }));
    (builder, seen)
}

async fn get(transport: &Transport, url: &str, hosts: Hosts) -> Result<Reply, Error> {
    let mut secret = HeaderValue::from_static("mine");
    secret.set_sensitive(true);
    let options = CallOptions::new()
        .header(
            HeaderName::from_static("cookie"),
            HeaderValue::from_static("c"),
        )
        .header(HeaderName::from_static("x-secret"), secret);
    let request = Request::to_url(&GET, url)
        .credential_for(hosts)
        .options(options);
    transport.execute_raw(request).await
}

fn urls(seen: &Seen) -> Vec<String> {
    seen.lock()
        .unwrap()
        .iter()
        .map(|(url, _)| url.clone())
        .collect()
}

const ALL: &str = "Bearer hush,c,mine";

#[tokio::test]
async fn the_credential_goes_only_where_it_was_said_to_go() {
    let (transport, seen) = transport("https://api.test", &[]);
    let media = || Hosts::listed(["media.test"]);
    for (url, hosts, secrets) in [
        ("https://api.test/x", Hosts::none(), ALL),
        ("https://media.test/x", media(), ALL),
        ("https://media.test/x", Hosts::none(), ""),
        ("https://evil.test/x", media(), ""),
        ("https://media.test.evil.test/x", media(), ""),
        ("https://api.test:8443/x", Hosts::none(), ""),
        ("http://api.test/x", media(), ""),
        ("http://media.test/x", media(), ""),
    ] {
        get(&transport, url, hosts).await.unwrap();
        let (asked, sent) = seen.lock().unwrap().pop().unwrap();
        assert_eq!((asked.as_str(), sent.as_str()), (url, secrets));
    }
}

#[tokio::test]
async fn where_the_base_is_plain_an_allowed_host_may_be_too() {
    let (transport, seen) = transport(
        "http://127.0.0.1:80",
        &[("https://a.test/", "http://b.test/")],
    );
    get(&transport, "https://a.test/", Hosts::listed(["b.test"]))
        .await
        .unwrap();
    let seen = seen.lock().unwrap();
    let secrets: Vec<_> = seen.iter().map(|(_, secrets)| secrets.as_str()).collect();
    assert_eq!(secrets, ["", ALL]);
}

#[tokio::test]
async fn each_hop_gets_the_credential_only_if_its_own_host_may() {
    let (transport, seen) = transport(
        "https://api.test",
        &[
            ("https://media.test/1", "//evil.test/2"),
            ("https://evil.test/2", "3?q"),
            ("https://evil.test/3?q", "https://MEDIA.test/4"),
            ("https://MEDIA.test/4", "https://api.test/5"),
        ],
    );
    let reply = get(
        &transport,
        "https://media.test/1",
        Hosts::listed(["media.test"]),
    )
    .await
    .unwrap();
    assert!(!reply.earlier_may_have_executed());
    let seen = seen.lock().unwrap();
    let seen: Vec<_> = seen
        .iter()
        .map(|(url, secrets)| (url.as_str(), secrets.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("https://media.test/1", ALL),
            ("https://evil.test/2", ""),
            ("https://evil.test/3?q", ""),
            ("https://MEDIA.test/4", ALL),
            ("https://api.test/5", ALL),
        ]
    );
}

#[tokio::test]
async fn what_a_layer_of_the_user_puts_in_stays_with_the_hosts_that_may_have_it() {
    let hop = ("https://api.test/1", "//evil.test/2");
    let (builder, seen) = builder("https://api.test", &[hop]);
    let secret = tower::util::MapRequestLayer::new(|mut request: http::Request<Body>| {
        let headers = request.headers_mut();
        headers.insert("authorization", HeaderValue::from_static("Bearer own"));
        headers.insert("cookie", HeaderValue::from_static("own"));
        let mut value = HeaderValue::from_static("own");
        value.set_sensitive(true);
        headers.insert("x-secret", value);
        request
    });
    let transport = builder.layer(Point::Attempt, secret).build().unwrap();
    get(&transport, "https://api.test/1", Hosts::none())
        .await
        .unwrap();
    let seen = seen.lock().unwrap();
    let last = seen.last().unwrap();
    assert_eq!(
        (last.0.as_str(), last.1.as_str()),
        ("https://evil.test/2", "")
    );
}

#[tokio::test]
async fn too_many_a_step_down_and_what_is_no_url_are_refused() {
    for (location, hops) in [
        ("https://a.test/", 6),
        ("http://a.test/", 1),
        ("ftp://a.test/", 1),
        ("https://me:pw@a.test/", 1),
    ] {
        let (transport, seen) = transport("https://api.test", &[("https://a.test/", location)]);
        let error = get(&transport, "https://a.test/", Hosts::none())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert_eq!(error.status().unwrap(), 302);
        assert!(!error.may_have_executed());
        assert_eq!(urls(&seen).len(), hops, "{location}");
        let shown = format!(
            "{error} {error:?} {}",
            std::error::Error::source(&error).unwrap()
        );
        assert!(
            !shown.contains("a.test") && !shown.contains("pw"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn calls_to_the_api_and_other_methods_are_not_sent_on() {
    let (transport, seen) = transport(
        "https://api.test",
        &[("https://api.test/media", "https://b.test/")],
    );
    for request in [
        Request::new(&GET),
        Request::to_url(&POST, "https://api.test/media"),
    ] {
        let error = transport.execute_raw(request).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Rejected, 302)
        );
    }
    assert_eq!(urls(&seen).len(), 2);
}

#[tokio::test]
async fn no_credential_is_sent_by_a_transport_or_a_call_that_has_its_own_either() {
    let (transport, seen) = transport("https://api.test", &[]);
    let own = transport.with_credential(Credential::bearer("own").unwrap());
    let options = CallOptions::new().credential(Credential::bearer("call").unwrap());
    for request in [
        Request::to_url(&GET, "https://evil.test/"),
        Request::to_url(&GET, "https://evil.test/").options(options),
    ] {
        own.execute_raw(request).await.unwrap();
    }
    assert!(
        seen.lock()
            .unwrap()
            .iter()
            .all(|(_, secrets)| secrets.is_empty())
    );
}
