use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderValue, Method, Request};
use http_body_util::Full;
use proptest::prelude::*;
use serde_json::{Map, Value};
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    Message, RawUpdate, WebhookService, dispatch::Router, signature::SIGNATURE_HEADER, testing,
};

use crate::support::{SECRET, endpoint, signed};

fn service() -> WebhookService {
    let router = Router::new()
        .on(async |_: Message| {})
        .on(async |update: RawUpdate| drop(update.fields().to_vec()));
    endpoint(router).build().unwrap()
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
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            object(inner).prop_map(Value::Object),
        ]
    })
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "entry", "changes", "field", "value", "messages", "statuses", "calls", "contacts",
            "metadata", "phone_number_id", "id", "type", "text", "body", "context", "from",
            "interactive", "button_reply", "system", "edit", "account_update", "connect",
        ])
        .prop_map(String::from),
        1 => ".{0,8}",
    ]
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    let pairs = prop::collection::vec((word(), value), 0..6);
    pairs.prop_map(|pairs| pairs.into_iter().collect())
}

proptest! {
    #[test]
    fn any_bytes_from_a_stranger_are_refused(
        body: Vec<u8>,
        header: Option<Vec<u8>>,
        path in "(/[a-z=&%?.+]{0,30})?",
        method in prop::sample::select(vec![Method::POST, Method::GET, Method::PATCH]),
    ) {
        let uri = if path.is_empty() { "/".to_owned() } else { path };
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = method;
        if let Ok(uri) = uri.parse() {
            *request.uri_mut() = uri;
        }
        if let Some(value) = header.and_then(|header| HeaderValue::from_bytes(&header).ok()) {
            request.headers_mut().insert(SIGNATURE_HEADER, value);
        }
        let status = status(request);
        prop_assert!(matches!(status, 401 | 403 | 405), "{}", status);
    }

    #[test]
    fn any_bytes_from_meta_are_answered(body: Vec<u8>) {
        let status = status(signed(body));
        prop_assert!(status == 400 || status == 200, "{}", status);
    }

    #[test]
    fn any_signed_json_object_is_200(object in object(json())) {
        let body = Value::Object(object).to_string();
        prop_assert_eq!(status(signed(body)), 200);
    }

    #[test]
    fn any_signed_list_of_elements_is_200(
        field in word(),
        list in word(),
        elements in prop::collection::vec(json(), 0..4),
    ) {
        let value = serde_json::json!({ list: elements });
        let change = serde_json::json!({ "field": field, "value": value });
        let body = serde_json::json!({ "entry": [{ "changes": [change] }] });
        prop_assert_eq!(status(signed(body.to_string())), 200);
    }

    #[test]
    fn any_other_secret_is_403(secret in "[!-~]{1,20}") {
        prop_assume!(secret != SECRET);
        prop_assert_eq!(status(testing::request("{}", Some(&secret), "/")), 403);
    }
}
