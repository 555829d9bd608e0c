//! Files that were picked inside a flow.

use serde::{Deserialize, Serialize};
use wazzup_wire::lenient::{none, text};
use wazzup_wire::{Secret, masked_debug};

use crate::MediaId;

/// A file that somebody picked on a screen, in the data of a [`FlowRequest`](super::FlowRequest).
///
/// It lies encrypted at [`cdn_url`](Self::cdn_url), where anybody may fetch it;
/// `wazzup_whatsapp_webhooks::flow` decrypts it. In the message that tells of the flow's completion
/// files are media like any other instead.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlowMedia {
    /// Its id.
    #[serde(default, skip_serializing_if = "none")]
    pub media_id: Option<MediaId>,
    /// Where the encrypted file is. It is fetched without a token.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub cdn_url: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub file_name: Option<String>,
    /// What it is decrypted with.
    #[serde(default, skip_serializing_if = "none")]
    pub encryption_metadata: Option<EncryptionMetadata>,
}

masked_debug! { FlowMedia { media_id, encryption_metadata; hidden: cdn_url, file_name } }

/// What a file is decrypted and checked with; all of it base64.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EncryptionMetadata {
    /// SHA-256 of the encrypted file.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub encrypted_hash: Option<String>,
    /// The initial vector of AES-CBC, 16 bytes.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub iv: Option<String>,
    /// The key of AES-CBC, 32 bytes.
    #[serde(default, skip_serializing_if = "none")]
    pub encryption_key: Option<Secret>,
    /// The key of HMAC-SHA256.
    #[serde(default, skip_serializing_if = "none")]
    pub hmac_key: Option<Secret>,
    /// SHA-256 of the file itself.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub plaintext_hash: Option<String>,
}

masked_debug! {
    EncryptionMetadata {
        encryption_key, hmac_key; hidden: encrypted_hash, iv, plaintext_hash
    }
}

impl FlowMedia {
    /// A file at this address. For tests and for programs that play WhatsApp.
    #[must_use]
    pub fn new(cdn_url: impl Into<String>, encryption_metadata: EncryptionMetadata) -> Self {
        Self {
            media_id: None,
            cdn_url: Some(cdn_url.into()),
            file_name: None,
            encryption_metadata: Some(encryption_metadata),
        }
    }
}

impl EncryptionMetadata {
    /// With nothing in it: set the fields. For tests and for programs that play WhatsApp.
    #[must_use]
    pub fn new() -> Self {
        Self {
            encrypted_hash: None,
            iv: None,
            encryption_key: None,
            hmac_key: None,
            plaintext_hash: None,
        }
    }
}

impl Default for EncryptionMetadata {
    fn default() -> Self {
        Self::new()
    }
}
