//! `fields=`: which fields of a node are wanted.

use serde_json::{Map, Value};

use crate::http::Call;
use crate::whatsapp::refusal::{Outcome, Refusal};

/// The fields asked for, without what stands in brackets behind them; nothing when none are named.
pub(super) fn wanted(call: &Call) -> Option<Vec<String>> {
    let list = call.query("fields").filter(|list| !list.is_empty())?;
    Some(names(&list))
}

/// Field names of a list such as `id,health_status.phone_number(310),name`.
fn names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut name = String::new();
    for letter in list.chars() {
        match letter {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            _ if depth == 0 => name.push(letter),
            _ => {}
        }
    }
    names.push(name);
    names
        .iter()
        .map(|name| name.split('.').next().unwrap_or_default().trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The fields of a node that were asked for, `id` in any case. `usual` are those shown when none
/// are named; a field in `absent` exists and has no value here.
pub(super) fn select(
    wanted: Option<&[String]>,
    all: Value,
    usual: &[&str],
    absent: &[&str],
) -> Outcome<Value> {
    let Value::Object(mut all) = all else {
        return Ok(all);
    };
    let mut shown = Map::new();
    if let Some(id) = all.remove("id") {
        shown.insert("id".to_owned(), id);
    }
    let usual: Vec<String> = usual.iter().map(|name| (*name).to_owned()).collect();
    for name in wanted.unwrap_or(&usual) {
        if let Some(value) = all.remove(name) {
            shown.insert(name.clone(), value);
        } else if name != "id" && !absent.contains(&name.as_str()) && !shown.contains_key(name) {
            return Err(Refusal::parameter(format!(
                "{name} is not a field of this object."
            )));
        }
    }
    Ok(shown.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_stand_between_commas_outside_of_brackets() {
        let list = "id,health_status.phone_number(310,1), preview{a,b},name";
        assert_eq!(names(list), ["id", "health_status", "preview", "name"]);
    }

    #[test]
    fn the_id_is_always_there() {
        let node = || json!({ "id": "1", "name": "n", "status": "s" });
        let one = vec!["status".to_owned()];
        let shown = select(Some(&one), node(), &["name"], &[]).unwrap();
        assert_eq!(shown, json!({ "id": "1", "status": "s" }));
        let usual = select(None, node(), &["name"], &[]).unwrap();
        assert_eq!(usual, json!({ "id": "1", "name": "n" }));
        let odd = vec!["odd".to_owned()];
        assert!(select(Some(&odd), node(), &[], &[]).is_err());
        assert!(select(Some(&odd), node(), &[], &["odd"]).is_ok());
    }
}
