//! The crypto of flows on the command line: what `tests/peers/flow_crypto` checks against another
//! implementation. Standard input is the first thing given, a line, and the second one, if any.
//!
//! ```text
//! flow_crypto_tool decrypt KEY.pem    a request's body            -> its plain text
//! flow_crypto_tool answer KEY.pem     a request's body, an answer -> the answer, encrypted
//! flow_crypto_tool request PUBLIC.pem a plain text                -> a request's body
//! flow_crypto_tool public KEY.pem     nothing                     -> the public key in PEM
//! flow_crypto_tool media              an item, a file in base64   -> the file in base64, decrypted
//! ```

use std::{
    error::Error,
    fs,
    io::{self, Read, Write},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use wazzup_whatsapp_webhooks::flow::{
    EncryptedRequest, FlowKey, FlowKeys, decrypt, decrypt_media, encrypt, testing::FlowClient,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().ok_or("which command?")?;
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let (first, second) = input.split_once('\n').unwrap_or((&input, ""));
    let mut file = || {
        fs::read_to_string(arguments.next().ok_or("which key?")?).map_err(Box::<dyn Error>::from)
    };
    let mut keys = || Ok::<_, Box<dyn Error>>(FlowKeys::of(FlowKey::from_pem(file()?)?));

    let output = match command.as_str() {
        "decrypt" => decrypt(&EncryptedRequest::parse(first)?, &keys()?)?.plaintext,
        "answer" => {
            let request = decrypt(&EncryptedRequest::parse(first)?, &keys()?)?;
            encrypt(second.as_bytes(), &request.session)?.into_bytes()
        }
        "request" => {
            let request = FlowClient::from_public_pem(&file()?)?.ask_with(first);
            request.body().as_bytes().to_vec()
        }
        "public" => FlowKey::from_pem(file()?)?
            .public_key_pem()
            .as_bytes()
            .to_vec(),
        "media" => {
            let item = serde_json::from_str(first)?;
            let plain = decrypt_media(&item, STANDARD.decode(second)?)?;
            STANDARD.encode(plain).into_bytes()
        }
        _ => return Err("no such command".into()),
    };
    io::stdout().write_all(&output)?;
    Ok(())
}
