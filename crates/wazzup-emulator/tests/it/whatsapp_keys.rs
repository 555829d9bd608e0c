//! The public key of a number, as flows need it.

use base64::Engine as _;
use serde_json::{Value, json};

use crate::whatsapp_support::{Graph, code};

const KEY: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvkSA59zGDkPLC7WZxQcf\n\
/AldalDWzy+zGsqV3JwJTSvIyi2Hc09SCE3aXMqoKtEVDfU7HZUTDh3LKEirg0Ea\n\
p42JxeCUiW+l/eFi+afAd0Aq1BpBSscttA30c6uRNahHYQRetpgM37G0UB+GoRsz\n\
yn6PbkrhQRmozsJCOIF9q+KM6pAvh0K61sNVQSkpzv5Tpus7PE7eOPK7adhJ2jpf\n\
GM6SG9reeq3/2Hw1S4QKrEALWNI0110mhlZlYaPWPglxT3cd9kDuGT0RndrhNr1x\n\
FjgHS+xH5yZTj1twlB13PQSzcA2YzJGhkQU+9X7/rl/+FoR0TMdkAmm8BexaDaqK\n\
cwIDAQAB\n\
-----END PUBLIC KEY-----\n\
";

/// RSA of 1024 bits.
const SHORT: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDNjjm1iiF/q0wAAccbsgGkscpV\n\
p5XCpeWPX/HFWuZjmVq4oVIntU5DPGtA0J01etRwu/Rrj7EGcwM2Ufc97f7ULnX9\n\
YLcvGwAppQ0LoZsihq2vySg39qRmXLEt4X+mOwmpa7i9HJlYHhJYIva+K4ktVtRZ\n\
MLYcxYO1gXKq8myJSwIDAQAB\n\
-----END PUBLIC KEY-----\n\
";

/// An elliptic curve.
const CURVE: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHGhdSq77PSHap9DZE8eNkkjMv8yN\n\
8Z71J6xITyyItzuAHa9t6yzwI8V2//X72INgj994TM8xpmvoy/nVOagGag==\n\
-----END PUBLIC KEY-----\n\
";

const ROUTE: &str = "whatsapp_business_encryption";

#[tokio::test]
async fn a_number_has_the_key_that_was_registered_for_it() {
    let graph = Graph::new().await;
    let read = async || graph.call(&format!("GET {ROUTE}"), None).await.json();
    assert_eq!(read().await, json!({ "data": [] }));
    let body = json!({ "business_public_key": KEY });
    let answer = graph.call(&format!("POST {ROUTE}"), body).await;
    assert_eq!(answer.json(), json!({ "success": true }));
    let registered = json!({ "data": [{
        "business_public_key": KEY, "business_public_key_signature_status": "VALID",
    }] });
    assert_eq!(read().await, registered);
    // Each number has its own.
    let other = &graph.config.phone_numbers[1].id;
    let answer = graph
        .call(&format!("GET /v25.0/{other}/{ROUTE}"), None)
        .await;
    assert_eq!(answer.json(), json!({ "data": [] }));
    graph.control("POST reset", None).await;
    assert_eq!(read().await, json!({ "data": [] }));
}

#[tokio::test]
async fn only_an_rsa_key_of_2048_bits_with_real_line_ends_is_registered() {
    let graph = Graph::new().await;
    let one_line = KEY.replace('\n', "");
    let escaped = KEY.replace('\n', "\\n");
    let other = KEY.replace("PUBLIC", "PRIVATE");
    let text = base64::engine::general_purpose::STANDARD.encode("a key");
    let none = format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n");
    let odd: [Value; 10] = [
        json!({}),
        json!({ "business_public_key": "" }),
        json!({ "business_public_key": 5 }),
        json!({ "business_public_key": one_line }),
        json!({ "business_public_key": escaped }),
        json!({ "business_public_key": other }),
        json!({ "business_public_key": none }),
        json!({ "business_public_key": SHORT }),
        json!({ "business_public_key": CURVE }),
        json!({ "public_key": KEY }),
    ];
    for body in odd {
        let answer = graph.call(&format!("POST {ROUTE}"), body.clone()).await;
        assert_eq!(code(&answer), (400, 100), "{body}");
    }
    let waba = format!("POST /v25.0/{}/{ROUTE}", graph.config.waba_id);
    let body = json!({ "business_public_key": KEY });
    assert_eq!(code(&graph.call(&waba, body).await), (400, 100));
    let answer = graph.call(&format!("GET {ROUTE}"), None).await;
    assert_eq!(answer.json(), json!({ "data": [] }));
}

#[cfg(not(feature = "flows"))]
#[tokio::test]
async fn without_the_feature_no_endpoint_is_asked_and_it_is_said_why() {
    let graph = Graph::new().await;
    let asked = json!({ "action": "ping" });
    let answer = graph.bed.call("POST /_emulator/whatsapp/flow", asked).await;
    assert_eq!(answer.status, 400);
    let why = answer.json()["description"].as_str().unwrap().to_owned();
    assert!(why.contains("feature flows"), "{why}");
}
