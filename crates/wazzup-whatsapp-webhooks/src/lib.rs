#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

#[cfg(feature = "flows")]
pub mod flow;
mod challenge;
pub mod signature;

pub use self::challenge::{
    CHALLENGE_PARAM, Challenge, Forbidden, MODE_PARAM, VERIFY_TOKEN_PARAM, VerifyTokens,
    webhook_challenge, webhook_challenge_params,
};
