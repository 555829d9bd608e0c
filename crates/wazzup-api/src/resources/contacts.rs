use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    ContactId,
    contact::{Contact, NewContact},
};

use super::{endpoints, resource};
use crate::{
    bulk::{Bulk, none_missing, unknown_ids},
    call::{Call, read},
    list::List,
};

endpoints! {
    LIST = Endpoint::get("contacts.list", "/v3/contacts");
    GET = Endpoint::get("contacts.get", "/v3/contacts/{id}");
    SAVE = Endpoint::post("contacts.save", "/v3/contacts").idempotent();
    DELETE = Endpoint::delete("contacts.delete", "/v3/contacts/{id}");
    DELETE_MANY = Endpoint::patch("contacts.delete_many", "/v3/contacts/bulk_delete").idempotent();
}

resource! {
    /// The contacts: the customers of the CRM. From [`Client::contacts`](crate::Client::contacts).
    ///
    /// See [Working with contacts](https://wazzup24.com/help/api-en/working-with-contacts/).
    Contacts
}

impl Contacts<'_> {
    /// The contacts, sorted by id, 100 per page: `GET /v3/contacts`.
    ///
    /// Awaited it is one page; it can also be read to the end, as a stream.
    pub fn list(self) -> List<Contact> {
        List::new(self.client.public_transport(), &LIST)
    }

    /// One contact: `GET /v3/contacts/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none of that id.
    pub fn get(self, id: &ContactId) -> Call<Contact> {
        self.client
            .public(Request::new(&GET).path("id", id.as_str()), read::json)
    }

    /// Creates a contact, or updates the one of that id: `POST /v3/contacts`.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) with the code `INVALID_CONTACTS_DATA`.
    pub fn create(self, contact: NewContact) -> Call<()> {
        self.client
            .public(Request::new(&SAVE).json(&[&contact]), read::nothing)
    }

    /// Updates a contact, or creates it if there is none: the same request as
    /// [`create`](Self::create), since the service has one for both.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn update(self, contact: NewContact) -> Call<()> {
        self.create(contact)
    }

    /// Creates or updates any number of contacts, 100 per request.
    pub fn create_many(self, contacts: impl IntoIterator<Item = NewContact>) -> Bulk<NewContact> {
        Bulk::new(
            self.client.public_transport(),
            &SAVE,
            contacts,
            none_missing,
        )
    }

    /// The same as [`create_many`](Self::create_many), for code that means an update.
    pub fn update_many(self, contacts: impl IntoIterator<Item = NewContact>) -> Bulk<NewContact> {
        self.create_many(contacts)
    }

    /// Deletes a contact: `DELETE /v3/contacts/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none of that id. A 404 to a repeat
    /// after a lost answer counts as done.
    pub fn delete(self, id: &ContactId) -> Call<()> {
        self.client
            .public(Request::new(&DELETE).path("id", id.as_str()), read::deleted)
    }

    /// Deletes any number of contacts, 100 per request: `PATCH /v3/contacts/bulk_delete`.
    pub fn delete_many(self, ids: impl IntoIterator<Item = ContactId>) -> Bulk<ContactId> {
        Bulk::new(
            self.client.public_transport(),
            &DELETE_MANY,
            ids,
            unknown_ids,
        )
    }
}
