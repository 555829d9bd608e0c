//! Conditions on [`RawUpdate`] and [`Raw`](crate::Raw).

use wazzup_dispatch::Filter;

use super::Words;
use crate::RawUpdate;

/// A change of this field, or of one of these, such as `history`, is in it.
pub fn webhook_fields(fields: impl Words) -> impl Filter<RawUpdate> + Clone {
    let fields = fields.into_words();
    move |update: &RawUpdate| {
        let present = update.fields();
        fields
            .iter()
            .any(|field| present.iter().any(|one| **one == **field))
    }
}
