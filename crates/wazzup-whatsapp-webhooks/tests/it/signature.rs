use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde::Deserialize;
use wazzup_whatsapp_webhooks::signature::{
    AppSecrets, InvalidSecret, SIGNATURE_HEADER, Signature, Unsigned, Verdict, sign,
};

const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

/// Made by `tests/peers/flow_crypto/signature_vectors.py`.
#[derive(Deserialize)]
struct Vector {
    name: String,
    secret: String,
    text: String,
    times: usize,
    headers: Vec<String>,
    verdict: String,
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("../vectors/signature.json")).unwrap()
}

fn secrets() -> AppSecrets {
    AppSecrets::of("secret").unwrap()
}

#[test]
fn an_independent_implementation_agrees() {
    let vectors = vectors();
    assert!(vectors.len() > 30);
    for vector in &vectors {
        let secrets = AppSecrets::of(&vector.secret).unwrap();
        let body = vector.text.repeat(vector.times);
        let mut headers = HeaderMap::new();
        for value in &vector.headers {
            headers.append(SIGNATURE_HEADER, HeaderValue::from_str(value).unwrap());
        }
        for verdict in [
            secrets.verify(&headers, body.as_bytes()),
            secrets.verify_values(&vector.headers, body.as_bytes()),
        ] {
            assert_eq!(format!("{verdict:?}"), vector.verdict, "{}", vector.name);
            assert_eq!(verdict.is_authentic(), vector.verdict == "Authentic");
        }
    }
}

#[test]
fn what_it_signs_for_tests_is_what_others_sign() {
    let signed = vectors()
        .into_iter()
        .filter(|vector| vector.verdict == "Authentic" && vector.headers[0].starts_with("sha256="))
        .filter(|vector| vector.name != "upper-case digits");
    for vector in signed {
        let body = vector.text.repeat(vector.times);
        assert_eq!(
            sign(body, &vector.secret),
            vector.headers[0],
            "{}",
            vector.name
        );
    }
}

#[test]
fn the_header_is_found_whatever_its_case_and_not_under_another_name() {
    let mut headers = HeaderMap::new();
    headers.insert("x-hub-signature", sign(BODY, "secret").parse().unwrap());
    assert_eq!(secrets().verify(&headers, BODY), Verdict::Missing);

    let name = http::HeaderName::from_bytes(b"X-Hub-Signature-256").unwrap();
    headers.insert(name, sign(BODY, "secret").parse().unwrap());
    assert_eq!(secrets().verify(&headers, BODY), Verdict::Authentic);
}

#[test]
fn a_signature_can_be_read_before_the_body_is() {
    let mut headers = HeaderMap::new();
    assert_eq!(
        Signature::from_headers(&headers).unwrap_err(),
        Unsigned::Missing
    );
    headers.insert(SIGNATURE_HEADER, HeaderValue::from_static("sha256=00"));
    assert_eq!(
        Signature::from_headers(&headers).unwrap_err(),
        Unsigned::Malformed
    );
    // Bytes that are no text at all.
    headers.insert(
        SIGNATURE_HEADER,
        HeaderValue::from_bytes(b"sha256=\xff").unwrap(),
    );
    assert_eq!(
        Signature::from_headers(&headers).unwrap_err(),
        Unsigned::Malformed
    );

    headers.insert(SIGNATURE_HEADER, sign(BODY, "secret").parse().unwrap());
    let signature = Signature::from_headers(&headers).unwrap();
    assert_eq!(secrets().check(&signature, BODY), Verdict::Authentic);
    assert_eq!(secrets().check(&signature, b""), Verdict::Wrong);
    assert_eq!(format!("{signature:?}"), "Signature(<hidden>)");
}

#[test]
fn each_live_secret_passes_and_all_clones_learn_of_a_change() {
    let secrets = AppSecrets::new();
    let clone = secrets.clone();
    let verdicts = || ["a", "b", "c"].map(|secret| clone.verify_values([sign(BODY, secret)], BODY));
    use Verdict::{Authentic, Wrong};

    assert_eq!((secrets.len(), verdicts()), (0, [Wrong, Wrong, Wrong]));
    secrets.set(["a"]).unwrap();
    assert_eq!(verdicts(), [Authentic, Wrong, Wrong]);
    secrets.add("b").unwrap();
    assert_eq!(verdicts(), [Authentic, Authentic, Wrong]);
    secrets.rotate("c").unwrap();
    assert_eq!(verdicts(), [Authentic, Wrong, Authentic]);
    secrets.set(["c"]).unwrap();
    assert_eq!(verdicts(), [Wrong, Wrong, Authentic]);
}

#[test]
fn what_cannot_be_a_secret_changes_nothing() {
    let secrets = secrets();
    assert_eq!(secrets.set::<&str>([]), Err(InvalidSecret::NoneLeft));
    assert_eq!(secrets.set(["other", ""]), Err(InvalidSecret::Empty));
    assert_eq!(secrets.rotate(" \n"), Err(InvalidSecret::Empty));
    assert_eq!(AppSecrets::of("").unwrap_err(), InvalidSecret::Empty);
    assert_eq!(
        secrets.verify_values([sign(BODY, "secret")], BODY),
        Verdict::Authentic
    );
    assert_eq!(secrets.len(), 1);
}

#[test]
fn white_space_around_a_secret_is_not_part_of_it() {
    let secrets = AppSecrets::of(" secret\r\n").unwrap();
    assert_eq!(
        secrets.verify_values([sign(BODY, "secret")], BODY),
        Verdict::Authentic
    );
}

#[test]
fn debug_tells_how_many_there_are_and_nothing_else() {
    let secrets = secrets();
    secrets.add("other").unwrap();
    assert_eq!(format!("{secrets:?}"), "AppSecrets(2 hidden)");
}

proptest! {
    #[test]
    fn any_changed_byte_of_the_body_is_refused(
        body in prop::collection::vec(any::<u8>(), 1..300),
        at: prop::sample::Index,
        change in 1..=255_u8,
    ) {
        let header = sign(&body, "secret");
        prop_assert_eq!(secrets().verify_values([&header], &body), Verdict::Authentic);
        let mut changed = body;
        let at = at.index(changed.len());
        changed[at] ^= change;
        prop_assert_eq!(secrets().verify_values([&header], &changed), Verdict::Wrong);
    }

    #[test]
    fn any_changed_byte_of_the_header_is_refused(at: prop::sample::Index, change in 1..=255_u8) {
        let header = sign(BODY, "secret").into_bytes();
        let mut changed = header.clone();
        let at = at.index(changed.len());
        changed[at] ^= change;
        // The same letter in the other case says the same.
        prop_assume!(!changed.eq_ignore_ascii_case(&header));
        let verdict = secrets().verify_values([&changed], BODY);
        prop_assert!(matches!(verdict, Verdict::Wrong | Verdict::Malformed), "{:?}", verdict);
    }

    #[test]
    fn anything_longer_or_shorter_is_refused(
        body in prop::collection::vec(any::<u8>(), 0..300),
        cut: prop::sample::Index,
        more in prop::collection::vec(any::<u8>(), 1..4),
    ) {
        let header = sign(&body, "secret");
        let cut = cut.index(body.len() + 1);
        if cut < body.len() {
            prop_assert_eq!(secrets().verify_values([&header], &body[..cut]), Verdict::Wrong);
        }
        let longer = [&*body, &more].concat();
        prop_assert_eq!(secrets().verify_values([&header], &longer), Verdict::Wrong);
    }

    #[test]
    fn any_header_from_a_stranger_is_refused(values: Vec<Vec<u8>>) {
        let verdict = secrets().verify_values(&values, BODY);
        prop_assert!(!verdict.is_authentic());
        prop_assert_eq!(verdict == Verdict::Missing, values.is_empty());
    }
}
