//! Any bytes as the body of a flow's request, signed by who knows the secret, and as what is in it
//! once it is decrypted: it is always answered, and the answer always belongs to the request.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use wazzup_whatsapp_types::flow;
use wazzup_whatsapp_webhooks::{
    flow::{
        BoxError, EncryptedRequest, FlowEndpoint, FlowHandlers, FlowKey, FlowRequest,
        testing::{FlowClient, new_key},
    },
    signature::sign,
};

const SECRET: &str = "app-secret";

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
});

static KEY: LazyLock<FlowKey> = LazyLock::new(new_key);

static WHATSAPP: LazyLock<FlowClient> = LazyLock::new(|| FlowClient::of(&KEY).app_secret(SECRET));

static ENDPOINT: LazyLock<FlowEndpoint> = LazyLock::new(|| {
    let handlers = FlowHandlers::new().on_flow_request(async |request: FlowRequest| {
        let data: Value = request.data()?;
        Ok::<_, BoxError>(request.next("NEXT".parse()?, &json!({ "data": data }))?)
    });
    let endpoint = FlowEndpoint::builder(handlers)
        .key(KEY.clone())
        .app_secret(SECRET);
    endpoint.build().expect("an endpoint")
});

fuzz_target!(|bytes: &[u8]| {
    // As the body itself: nobody but the key's owner could have made one.
    assert!(FlowKey::from_pem(bytes).is_err() && FlowKey::from_der(bytes).is_err());
    let _ = EncryptedRequest::parse(bytes);
    let answer = RUNTIME.block_on(ENDPOINT.handle_values([sign(bytes, SECRET)], bytes));
    assert_eq!(answer.status, 421);

    // As what is in it.
    let request = WHATSAPP.ask_with(bytes);
    let answer = RUNTIME.block_on(ENDPOINT.handle(&request.headers(), request.body()));
    let read = flow::FlowRequest::parse(bytes);
    assert_eq!(answer.request.is_some(), read.is_ok());
    match (answer.status.as_u16(), read) {
        (200, Ok(read)) => {
            let opened = request
                .open(&answer.body)
                .expect("an answer to the request");
            assert_eq!(opened["version"].as_str(), read.version.as_deref());
            let written = serde_json::to_string(&*read).expect("a request is written");
            let again = flow::FlowRequest::parse(written).expect("and read again");
            assert_eq!(*again, *read);
        }
        (500, _) => assert_eq!(&*answer.body, b"internal error"),
        (status, _) => panic!("{status}"),
    }
    let _ = format!("{answer:?}");
});
