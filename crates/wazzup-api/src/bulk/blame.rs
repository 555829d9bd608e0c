use std::collections::HashMap;

use crate::{Error, ErrorExt};

/// The entities a refusal names, by their place in the request, with the fields it objects to.
pub(super) fn blamed(error: &Error) -> HashMap<usize, Vec<String>> {
    let mut blamed: HashMap<usize, Vec<String>> = HashMap::new();
    for item in error.rejected_items() {
        blamed.entry(item.index).or_default().extend(item.fields);
    }
    blamed
}
