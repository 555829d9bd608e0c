//! Files that were picked inside a flow, as they lie on WhatsApp's servers.

use aws_lc_rs::{
    cipher::{AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey},
    iv::FixedLength,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use wazzup_whatsapp_types::flow::FlowMedia;

/// How many bytes of its HMAC a file ends with.
const MAC_LENGTH: usize = 10;

/// A file that cannot be decrypted, or is not the one that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// A field, named here, is missing in what the request says of the file.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A field is no base64, or has another length than it must.
    #[error("`{0}` is no base64 or has another length")]
    Malformed(&'static str),
    /// What was fetched is not what was stored: fetch it again.
    #[error("the encrypted file is not the one that was stored")]
    EncryptedHash,
    /// It was not made with the keys that the request names.
    #[error("the encrypted file was changed or belongs to other keys")]
    Mac,
    /// It decrypts to something else than was picked.
    #[error("the file is not the one that was picked")]
    PlaintextHash,
}

/// Decrypts a file that somebody picked inside a flow, once it was fetched from its
/// [`cdn_url`](FlowMedia::cdn_url) without a token.
///
/// It is checked by all there is: the hash of what was fetched, its HMAC, and the hash of the file
/// itself. The room it lies in is used again, so a file takes no more memory than once.
///
/// ```
/// use wazzup_whatsapp_types::flow::FlowMedia;
/// use wazzup_whatsapp_webhooks::flow::decrypt_media;
///
/// # async fn fetch(_: &str) -> Result<Vec<u8>, std::io::Error> { Ok(vec![]) }
/// #[derive(serde::Deserialize)]
/// struct Application {
///     photos: Vec<FlowMedia>,
/// }
///
/// # async fn example(application: Application) -> Result<(), Box<dyn std::error::Error>> {
/// for photo in &application.photos {
///     let url = photo.cdn_url.as_deref().ok_or("no address")?;
///     let file = decrypt_media(photo, fetch(url).await?)?;
///     println!("{} bytes", file.len());
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// [`MediaError`] if anything is missing or does not fit.
#[doc(alias = "decrypt_flow_media")]
pub fn decrypt_media(media: &FlowMedia, mut file: Vec<u8>) -> Result<Vec<u8>, MediaError> {
    let metadata = media
        .encryption_metadata
        .as_ref()
        .ok_or(MediaError::Missing("encryption_metadata"))?;
    let encrypted_hash: [u8; 32] = exact("encrypted_hash", metadata.encrypted_hash.as_deref())?;
    let plaintext_hash: [u8; 32] = exact("plaintext_hash", metadata.plaintext_hash.as_deref())?;
    let iv: [u8; 16] = exact("iv", metadata.iv.as_deref())?;
    let key: [u8; 32] = exact(
        "encryption_key",
        metadata.encryption_key.as_ref().map(|key| key.expose()),
    )?;
    let mac_key = bytes(
        "hmac_key",
        metadata.hmac_key.as_ref().map(|key| key.expose()),
    )?;

    if Sha256::digest(&file) != encrypted_hash {
        return Err(MediaError::EncryptedHash);
    }
    let length = file.len().checked_sub(MAC_LENGTH).ok_or(MediaError::Mac)?;
    let (ciphertext, mac) = file.split_at(length);
    Hmac::<Sha256>::new_from_slice(&mac_key)
        .expect("HMAC takes keys of any length")
        .chain_update(iv)
        .chain_update(ciphertext)
        .verify_truncated_left(mac)
        .map_err(|_| MediaError::Mac)?;

    file.truncate(length);
    let plain_length = decrypt_cbc(&key, iv, &mut file).ok_or(MediaError::Mac)?;
    file.truncate(plain_length);
    if Sha256::digest(&file) != plaintext_hash {
        return Err(MediaError::PlaintextHash);
    }
    Ok(file)
}

/// Decrypts in place, and says how long the result is.
fn decrypt_cbc(key: &[u8; 32], iv: [u8; 16], file: &mut [u8]) -> Option<usize> {
    let key = UnboundCipherKey::new(&AES_256, key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let context = DecryptionContext::Iv128(FixedLength::from(iv));
    key.decrypt(file, context).ok().map(|plain| plain.len())
}

fn exact<const N: usize>(field: &'static str, base64: Option<&str>) -> Result<[u8; N], MediaError> {
    let bytes = bytes(field, base64)?;
    bytes.try_into().map_err(|_| MediaError::Malformed(field))
}

fn bytes(field: &'static str, base64: Option<&str>) -> Result<Vec<u8>, MediaError> {
    let base64 = base64.ok_or(MediaError::Missing(field))?;
    STANDARD
        .decode(base64)
        .map_err(|_| MediaError::Malformed(field))
}
