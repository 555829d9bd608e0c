//! Cards of contacts that users send.

use crate::WaId;

words! {
    /// Why a message has cards of contacts.
    pub enum ContactsOrigin {
        /// The user was asked for his own.
        ContactRequest = "contact_request",
        /// Another reason.
        Other = "other",
    }
}

model! {
    /// The card of a contact.
    pub struct ContactCard {
        /// The name. Missing if the user shared the phone number only.
        pub name: Option<Box<CardName>>,
        /// The birthday, as `YYYY-MM-DD`.
        pub birthday: Option<String> [hidden],
        /// Phone numbers.
        pub phones: Vec<CardPhone>,
        /// Mail addresses.
        pub emails: Vec<CardEmail>,
        /// Pages.
        pub urls: Vec<CardUrl>,
        /// Postal addresses.
        pub addresses: Vec<CardAddress>,
        /// Where the contact works.
        pub org: Option<Box<CardOrg>>,
        /// The card as a vCard, if the user shared his own.
        pub vcard: Option<String> [hidden],
    }
}

model! {
    /// The name on a card.
    pub struct CardName {
        /// All of it.
        pub formatted_name: Option<String> [hidden],
        /// Given name.
        pub first_name: Option<String> [hidden],
        /// Family name.
        pub last_name: Option<String> [hidden],
        /// Second given name.
        pub middle_name: Option<String> [hidden],
        /// Such as a title.
        pub prefix: Option<String> [hidden],
        /// Such as "Jr.".
        pub suffix: Option<String> [hidden],
    }
}

model! {
    /// A phone number on a card.
    pub struct CardPhone {
        /// The number as it is written there.
        pub phone: Option<String> [hidden],
        /// What it is for, such as `CELL`: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub kind: Option<String>,
        /// The WhatsApp id behind it, if there is one.
        pub wa_id: Option<WaId>,
    }
}

model! {
    /// A mail address on a card.
    pub struct CardEmail {
        /// The address.
        pub email: Option<String> [hidden],
        /// What it is for, such as `WORK`: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub kind: Option<String>,
    }
}

model! {
    /// A page on a card.
    pub struct CardUrl {
        /// Its address.
        pub url: Option<String> [hidden],
        /// What it is for, such as `HOME`: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub kind: Option<String>,
    }
}

model! {
    /// A postal address on a card.
    pub struct CardAddress {
        /// Street and number.
        pub street: Option<String> [hidden],
        /// Town.
        pub city: Option<String> [hidden],
        /// Province.
        pub state: Option<String> [hidden],
        /// Postal code.
        pub zip: Option<String> [hidden],
        /// Country.
        pub country: Option<String> [hidden],
        /// Country in two letters.
        pub country_code: Option<String> [hidden],
        /// What it is for, such as `HOME`: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub kind: Option<String>,
    }
}

model! {
    /// Where a contact works.
    pub struct CardOrg {
        /// The company.
        pub company: Option<String> [hidden],
        /// The part of it.
        pub department: Option<String> [hidden],
        /// What the contact does there.
        pub title: Option<String> [hidden],
    }
}
