use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderValue, Method, Request, header::AUTHORIZATION};
use http_body_util::Full;
use proptest::prelude::*;
use serde_json::{Map, Value};
use tower::ServiceExt;
use wazzup_webhooks::{WebhookService, dispatch::Router};

use crate::support::{SECRET, authentic, endpoint};

fn service() -> WebhookService {
    let watch = async |_: wazzup_webhooks::MessageReceived| {};
    endpoint(Router::new().on(watch))
        .deduplicate(10)
        .build()
        .unwrap()
}

/// The status; nothing here waits for anything.
fn status(request: Request<Full<Bytes>>) -> u16 {
    let response = service()
        .oneshot(request)
        .now_or_never()
        .expect("answers at once")
        .unwrap();
    response.status().as_u16()
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            object(inner).prop_map(Value::Object),
        ]
    })
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    let key = prop_oneof![
        3 => prop::sample::select(vec![
            "messages", "statuses", "channelsUpdates", "templateStatus", "test", "messageId",
            "chatType", "chatId", "status", "contact", "error",
        ])
        .prop_map(String::from),
        1 => ".{0,8}",
    ];
    prop::collection::vec((key, value), 0..6).prop_map(|pairs| pairs.into_iter().collect())
}

proptest! {
    #[test]
    fn any_bytes_from_a_stranger_are_answered(
        body: Vec<u8>,
        header: Option<Vec<u8>>,
        path in "(/[a-z=&%?]{0,20})?",
        method in prop::sample::select(vec![Method::POST, Method::GET, Method::PATCH]),
    ) {
        let uri = if path.is_empty() { "/".to_owned() } else { path };
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = method;
        if let Ok(uri) = uri.parse() {
            *request.uri_mut() = uri;
        }
        if let Some(value) = header.and_then(|header| HeaderValue::from_bytes(&header).ok()) {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        let status = status(request);
        prop_assert!(status == 401 || status == 405, "{}", status);
    }

    #[test]
    fn any_bytes_from_wazzup_are_answered(body: Vec<u8>) {
        let status = status(authentic(body));
        prop_assert!(status == 400 || status == 200, "{}", status);
    }

    #[test]
    fn any_json_object_with_the_right_bearer_is_200(object in object(json())) {
        let body = Value::Object(object).to_string();
        prop_assert_eq!(status(authentic(body)), 200);
    }

    #[test]
    fn any_other_secret_is_401(secret in "[!-~]{0,20}") {
        prop_assume!(secret != SECRET);
        let mut request = authentic("{}");
        let value = HeaderValue::from_str(&format!("Bearer {secret}")).unwrap();
        request.headers_mut().insert(AUTHORIZATION, value);
        prop_assert_eq!(status(request), 401);
    }
}
