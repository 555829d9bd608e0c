//! Whose updates an endpoint handles.

use wazzup_whatsapp_types::{
    BusinessId, PhoneNumberId, WabaId,
    webhook::{Change, EntryId, Field},
};

/// The accounts whose updates are handled. Of a kind of which none is named, all are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    pub(crate) phone_numbers: Vec<PhoneNumberId>,
    pub(crate) wabas: Vec<WabaId>,
    pub(crate) businesses: Vec<BusinessId>,
}

/// What an update says about whom it concerns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Concerned<'a> {
    /// The id of its entry: a WABA, or a business portfolio for some account updates.
    pub(crate) entry: Option<&'a str>,
    pub(crate) is_account_update: bool,
    pub(crate) phone_number: Option<&'a str>,
}

impl<'a> Concerned<'a> {
    pub(crate) fn of(change: &'a Change) -> Self {
        Self {
            entry: change.entry_id.as_ref().map(EntryId::as_str),
            is_account_update: change.field == Some(Field::AccountUpdate),
            phone_number: change.phone_number_id().map(PhoneNumberId::as_str),
        }
    }
}

impl Own {
    /// Whether it surely concerns others.
    pub(crate) fn is_foreign(&self, concerned: Concerned<'_>) -> bool {
        let is_other = |id: Option<&str>, ours: &mut dyn Iterator<Item = &str>| {
            let mut ours = ours.peekable();
            // Nothing named, or nothing said: nobody knows.
            ours.peek().is_some() && id.is_some_and(|id| !ours.any(|own| own == id))
        };
        let phone_numbers = &mut self.phone_numbers.iter().map(PhoneNumberId::as_str);
        let wabas = self.wabas.iter().map(WabaId::as_str);
        let businesses = self.businesses.iter().map(BusinessId::as_str);
        let other_account = if !concerned.is_account_update {
            is_other(concerned.entry, &mut { wabas })
        } else {
            // It may be a portfolio's: without one named, nobody knows which are ours.
            !self.businesses.is_empty() && is_other(concerned.entry, &mut businesses.chain(wabas))
        };
        other_account || is_other(concerned.phone_number, phone_numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_foreign_if_it_says_so_and_we_said_whose_we_want() {
        let nobody = Own::default();
        let ours = Own {
            phone_numbers: vec![PhoneNumberId::new("101").unwrap()],
            wabas: vec![WabaId::new("201").unwrap(), WabaId::new("202").unwrap()],
            businesses: Vec::new(),
        };
        let all = Own {
            businesses: vec![BusinessId::new("301").unwrap()],
            ..ours.clone()
        };
        for (entry, field, phone_number, of_ours, of_all) in [
            (Some("201"), "messages", Some("101"), false, false),
            (Some("202"), "messages", Some("101"), false, false),
            (Some("201"), "messages", Some("102"), true, true),
            (Some("203"), "messages", Some("101"), true, true),
            (Some("203"), "template_category_update", None, true, true),
            (Some("301"), "template_category_update", None, true, true),
            (None, "messages", None, false, false),
            (Some("301"), "account_update", None, false, false),
            (Some("201"), "account_update", None, false, false),
            (Some("302"), "account_update", None, false, true),
        ] {
            let is_account_update = field == "account_update";
            let concerned = Concerned {
                entry,
                is_account_update,
                phone_number,
            };
            let judged = [&nobody, &ours, &all].map(|own| own.is_foreign(concerned));
            assert_eq!(judged, [false, of_ours, of_all], "{concerned:?}");
        }
    }
}
