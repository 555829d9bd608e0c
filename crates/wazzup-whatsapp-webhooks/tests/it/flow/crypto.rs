use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use serde_json::{Value, json};
use wazzup_whatsapp_types::flow::FlowMedia;
use wazzup_whatsapp_webhooks::flow::{
    CannotDecrypt, EncryptedRequest, FlowKey, FlowKeys, InvalidKey, MediaError, Session, decrypt,
    decrypt_media, encrypt,
};

use super::support::{bytes, key, key_file, keys, other_key, vectors};

#[test]
fn what_an_independent_implementation_encrypts_is_decrypted() {
    let vectors = vectors().requests;
    assert!(vectors.len() > 5);
    for vector in vectors {
        let request = EncryptedRequest::parse(&vector.body).unwrap();
        let decrypted = decrypt(&request, &keys()).unwrap();
        assert_eq!(
            decrypted.plaintext,
            vector.plaintext.as_bytes(),
            "{}",
            vector.name
        );

        let fits = if vector.key == "other-pkcs8" {
            other_key()
        } else {
            key()
        };
        let does_not = if vector.key == "other-pkcs8" {
            key()
        } else {
            other_key()
        };
        assert!(decrypt(&request, &FlowKeys::of(fits)).is_ok());
        assert_eq!(
            decrypt(&request, &FlowKeys::of(does_not)).unwrap_err(),
            CannotDecrypt::NoKeyFits
        );
    }
}

#[test]
fn answers_are_encrypted_to_the_same_letters() {
    for vector in vectors().requests {
        let request = EncryptedRequest::parse(&vector.body).unwrap();
        let decrypted = decrypt(&request, &keys()).unwrap();
        let answer = encrypt(vector.answer.as_bytes(), &decrypted.session).unwrap();
        assert_eq!(answer, vector.encrypted_answer, "{}", vector.name);

        // The same in two steps, as with a key that is kept elsewhere.
        let session = Session::new(&bytes(&vector.aes_key), &bytes(&vector.iv)).unwrap();
        let opened = request.open(session).unwrap();
        assert_eq!(opened.plaintext, vector.plaintext.as_bytes());
        assert_eq!(
            encrypt(vector.answer.as_bytes(), &opened.session).unwrap(),
            answer
        );
    }
}

#[test]
fn a_key_is_read_from_every_form_it_has_without_a_password() {
    let text = String::from_utf8(key_file!("pkcs8.pem").to_vec()).unwrap();
    let in_a_variable = text.replace('\n', "\\n");
    let with_carriage_returns = text.replace('\n', "\r\n");
    let in_a_file = format!("Bag Attributes\n  friendlyName: key\n\n{text}\nmore\n");
    let public = String::from_utf8(key_file!("public.pem").to_vec()).unwrap();
    for pem in [
        text.as_bytes(),
        key_file!("pkcs1.pem"),
        in_a_variable.as_bytes(),
        with_carriage_returns.as_bytes(),
        in_a_file.as_bytes(),
    ] {
        assert_eq!(FlowKey::from_pem(pem).unwrap().public_key_pem(), public);
    }
    assert_eq!(
        FlowKey::from_der(key_file!("pkcs8.der"))
            .unwrap()
            .public_key_pem(),
        public
    );
    let pkcs1 = STANDARD
        .decode(
            String::from_utf8(key_file!("pkcs1.pem").to_vec())
                .unwrap()
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<String>(),
        )
        .unwrap();
    assert_eq!(FlowKey::from_der(pkcs1).unwrap().public_key_pem(), public);
    assert!(FlowKey::from_pem(key_file!("large-pkcs1.pem")).is_ok());
}

#[test]
fn a_key_that_cannot_be_used_says_why() {
    let refused = |pem: &[u8]| FlowKey::from_pem(pem).unwrap_err();
    for encrypted in [
        &key_file!("encrypted-pkcs8.pem")[..],
        key_file!("encrypted-pkcs1.pem"),
    ] {
        assert_eq!(refused(encrypted), InvalidKey::Encrypted);
    }
    assert!(
        InvalidKey::Encrypted
            .to_string()
            .contains("openssl pkcs8 -topk8 -nocrypt -in encrypted.pem -out key.pem")
    );
    assert_eq!(refused(key_file!("public.pem")), InvalidKey::Public);
    assert_eq!(refused(key_file!("ec-pkcs8.pem")), InvalidKey::Unusable);
    assert_eq!(refused(key_file!("ec-sec1.pem")), InvalidKey::Unusable);
    assert_eq!(refused(key_file!("small-pkcs8.pem")), InvalidKey::Unusable);
    assert_eq!(refused(b""), InvalidKey::NoPrivateKey);
    assert_eq!(refused(b"/etc/keys/flow.pem"), InvalidKey::NoPrivateKey);
    let whole = key_file!("pkcs8.pem");
    assert_eq!(refused(&whole[..whole.len() / 2]), InvalidKey::Damaged);
    let changed = String::from_utf8(whole.to_vec())
        .unwrap()
        .replacen("MII", "M*I", 1);
    assert_eq!(refused(changed.as_bytes()), InvalidKey::Damaged);
    assert_eq!(FlowKey::from_der(b"").unwrap_err(), InvalidKey::Unusable);
}

#[test]
fn keys_can_be_swapped_while_they_are_used() {
    let vectors = vectors().requests;
    let of = |name: &str| {
        let vector = vectors.iter().find(|vector| vector.key == name).unwrap();
        EncryptedRequest::parse(&vector.body).unwrap()
    };
    let (old, new) = (of("pkcs8"), of("other-pkcs8"));
    let keys = FlowKeys::new();
    let shared = keys.clone();
    let fits = || [&old, &new].map(|request| decrypt(request, &shared).is_ok());

    assert_eq!((fits(), keys.len()), ([false, false], 0));
    keys.add(key());
    assert_eq!(fits(), [true, false]);
    keys.rotate(other_key());
    assert_eq!((fits(), keys.len()), ([true, true], 2));
    keys.set([other_key()]).unwrap();
    assert_eq!(fits(), [false, true]);
    assert!(keys.set([]).is_err());
    assert_eq!(fits(), [false, true]);
}

#[test]
fn nothing_of_a_key_or_a_request_is_shown() {
    let vector = &vectors().requests[1];
    let request = EncryptedRequest::parse(&vector.body).unwrap();
    let decrypted = decrypt(&request, &keys()).unwrap();
    let shown = format!(
        "{:?} {:?} {request:?} {decrypted:?} {:?}",
        key(),
        keys(),
        decrypted.session
    );
    let length = vector.plaintext.len();
    assert_eq!(
        shown,
        format!(
            "FlowKey(<hidden>) FlowKeys(2 hidden) EncryptedRequest({} bytes) \
             DecryptedRequest({length} bytes) Session(<hidden>)",
            length + 16
        )
    );
}

#[test]
fn what_is_no_encrypted_request_is_said_to_be_none() {
    let whole: Value = serde_json::from_str(&vectors().requests[0].body).unwrap();
    let parse = |body: &Value| EncryptedRequest::parse(body.to_string()).map(drop);
    for body in ["", "{", "[]", "null", "{}", "\"text\""] {
        assert_eq!(
            EncryptedRequest::parse(body).unwrap_err(),
            CannotDecrypt::NotEncrypted
        );
    }
    for field in ["encrypted_flow_data", "encrypted_aes_key", "initial_vector"] {
        let mut body = whole.clone();
        for odd in [json!(7), json!("*"), json!(null), json!(["x"])] {
            body[field] = odd;
            assert_eq!(parse(&body), Err(CannotDecrypt::Malformed(field)));
        }
        body.as_object_mut().unwrap().remove(field);
        assert_eq!(parse(&body), Err(CannotDecrypt::NotEncrypted));
    }
    // What says the same in other words is the same.
    let mut body = whole.clone();
    let vector = whole["initial_vector"].as_str().unwrap();
    body["initial_vector"] = json!(vector.trim_end_matches('='));
    body["later"] = json!([1]);
    let escaped = body.to_string().replace('/', "\\/");
    let request = EncryptedRequest::parse(escaped).unwrap();
    assert!(decrypt(&request, &keys()).is_ok());
}

#[test]
fn an_initial_vector_of_another_length_is_refused() {
    let whole: Value = serde_json::from_str(&vectors().requests[0].body).unwrap();
    for length in [0, 12, 15, 17] {
        let mut body = whole.clone();
        body["initial_vector"] = json!(STANDARD.encode(vec![7; length]));
        let request = EncryptedRequest::parse(body.to_string()).unwrap();
        let error = decrypt(&request, &keys()).unwrap_err();
        assert_eq!(error, CannotDecrypt::Malformed("initial_vector"));
    }
    assert!(Session::new(&[0; 15], &[0; 16]).is_err());
}

#[test]
fn files_of_an_independent_implementation_are_decrypted() {
    let vectors = vectors().media;
    assert!(vectors.len() > 3);
    for vector in vectors {
        let file = decrypt_media(&vector.item, bytes(&vector.file)).unwrap();
        assert_eq!(file, bytes(&vector.plaintext), "{}", vector.name);
    }
}

#[test]
fn a_file_that_does_not_fit_says_where() {
    let vector = vectors().media.pop().unwrap();
    let item = serde_json::to_value(&vector.item).unwrap();
    let file = bytes(&vector.file);
    let with = |field: &str, value: Value| {
        let mut item = item.clone();
        item["encryption_metadata"][field] = value;
        let media: FlowMedia = serde_json::from_value(item).unwrap();
        decrypt_media(&media, file.clone()).unwrap_err()
    };
    let zeros = |length: usize| json!(STANDARD.encode(vec![0; length]));

    for field in [
        "encrypted_hash",
        "iv",
        "encryption_key",
        "hmac_key",
        "plaintext_hash",
    ] {
        assert_eq!(with(field, Value::Null), MediaError::Missing(field));
        assert_eq!(with(field, json!("*")), MediaError::Malformed(field));
    }
    for field in ["encrypted_hash", "iv", "encryption_key", "plaintext_hash"] {
        assert_eq!(with(field, zeros(7)), MediaError::Malformed(field));
    }
    assert_eq!(with("encrypted_hash", zeros(32)), MediaError::EncryptedHash);
    assert_eq!(with("iv", zeros(16)), MediaError::Mac);
    assert_eq!(with("hmac_key", zeros(32)), MediaError::Mac);
    assert_eq!(with("plaintext_hash", zeros(32)), MediaError::PlaintextHash);
    let wrong_key = with("encryption_key", zeros(32));
    assert!(matches!(
        wrong_key,
        MediaError::Mac | MediaError::PlaintextHash
    ));

    let mut changed = file.clone();
    changed[0] ^= 1;
    assert_eq!(
        decrypt_media(&vector.item, changed),
        Err(MediaError::EncryptedHash)
    );
    assert_eq!(
        decrypt_media(&vector.item, vec![]),
        Err(MediaError::EncryptedHash)
    );
    let nothing: FlowMedia = serde_json::from_value(json!({})).unwrap();
    assert_eq!(
        decrypt_media(&nothing, file),
        Err(MediaError::Missing("encryption_metadata"))
    );
}

proptest! {
    #[test]
    fn any_bytes_are_parsed_or_refused(bytes: Vec<u8>) {
        prop_assert!(EncryptedRequest::parse(bytes).is_err());
    }

    #[test]
    fn any_changed_byte_is_noticed(field in 0..3_usize, at: prop::sample::Index, change in 1..=255_u8) {
        let mut body: Value = serde_json::from_str(&vectors().requests[0].body).unwrap();
        let field = ["encrypted_flow_data", "encrypted_aes_key", "initial_vector"][field];
        let mut changed = bytes(body[field].as_str().unwrap());
        let at = at.index(changed.len());
        changed[at] ^= change;
        body[field] = json!(STANDARD.encode(changed));
        let request = EncryptedRequest::parse(body.to_string()).unwrap();
        let error = decrypt(&request, &keys()).unwrap_err();
        let expected = match field {
            "encrypted_aes_key" => CannotDecrypt::NoKeyFits,
            _ => CannotDecrypt::Tampered,
        };
        prop_assert_eq!(error, expected);
    }

    #[test]
    fn any_text_is_a_key_or_refused(text: Vec<u8>, der: Vec<u8>) {
        prop_assert!(FlowKey::from_pem(text).is_err());
        prop_assert!(FlowKey::from_der(der).is_err());
    }
}
