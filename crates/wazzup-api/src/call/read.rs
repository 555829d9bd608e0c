//! How answers are read.

use wazzup_transport::{Reply, typed::read};
use wazzup_types::error::ErrorCategory;

pub(crate) use self::read::{json, json_if_any, json_or_default, json_or_empty, nothing};
use crate::{ErrorExt, ErrorKind, Result};

/// Success, or "not there" in answer to a repeat: then an earlier try, whose answer was lost, has
/// deleted it.
pub(crate) fn deleted(reply: Result<Reply>) -> Result<()> {
    read::deleted_unless(reply, |error| {
        error.kind() == ErrorKind::NotFound || error.category() == ErrorCategory::NotFound
    })
}
