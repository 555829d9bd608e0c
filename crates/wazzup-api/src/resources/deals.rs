use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    DealId,
    deal::{Deal, NewDeal},
};

use super::{endpoints, resource};
use crate::{
    bulk::{Bulk, none_missing, unknown_ids},
    call::{Call, read},
    list::List,
};

endpoints! {
    LIST = Endpoint::get("deals.list", "/v3/deals");
    GET = Endpoint::get("deals.get", "/v3/deals/{id}");
    SAVE = Endpoint::post("deals.save", "/v3/deals").idempotent();
    DELETE = Endpoint::delete("deals.delete", "/v3/deals/{id}");
    DELETE_MANY = Endpoint::patch("deals.delete_many", "/v3/deals/bulk_delete").idempotent();
}

resource! {
    /// The deals of the CRM. From [`Client::deals`](crate::Client::deals).
    ///
    /// See [Working with a list of deals](https://wazzup24.com/help/api-en/working-with-a-list-of-deals/).
    Deals
}

impl Deals<'_> {
    /// The deals, sorted by id, 100 per page: `GET /v3/deals`.
    ///
    /// Awaited it is one page; it can also be read to the end, as a stream. Deals in a list don't tell
    /// whether they are closed; [`get`](Self::get) does.
    pub fn list(self) -> List<Deal> {
        List::new(self.client.public_transport(), &LIST)
    }

    /// One deal: `GET /v3/deals/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none of that id.
    pub fn get(self, id: &DealId) -> Call<Deal> {
        self.client
            .public(Request::new(&GET).path("id", id.as_str()), read::json)
    }

    /// Creates a deal, or updates the one of that id: `POST /v3/deals`.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) with the code `INVALID_DEALS_DATA`.
    pub fn create(self, deal: NewDeal) -> Call<()> {
        self.client
            .public(Request::new(&SAVE).json(&[&deal]), read::nothing)
    }

    /// Updates a deal, or creates it if there is none: the same request as
    /// [`create`](Self::create), since the service has one for both.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn update(self, deal: NewDeal) -> Call<()> {
        self.create(deal)
    }

    /// Creates or updates any number of deals, 100 per request.
    pub fn create_many(self, deals: impl IntoIterator<Item = NewDeal>) -> Bulk<NewDeal> {
        Bulk::new(self.client.public_transport(), &SAVE, deals, none_missing)
    }

    /// The same as [`create_many`](Self::create_many), for code that means an update.
    pub fn update_many(self, deals: impl IntoIterator<Item = NewDeal>) -> Bulk<NewDeal> {
        self.create_many(deals)
    }

    /// Deletes a deal: `DELETE /v3/deals/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none of that id. A 404 to a repeat
    /// after a lost answer counts as done.
    pub fn delete(self, id: &DealId) -> Call<()> {
        self.client
            .public(Request::new(&DELETE).path("id", id.as_str()), read::deleted)
    }

    /// Deletes any number of deals, 100 per request: `PATCH /v3/deals/bulk_delete`.
    pub fn delete_many(self, ids: impl IntoIterator<Item = DealId>) -> Bulk<DealId> {
        Bulk::new(
            self.client.public_transport(),
            &DELETE_MANY,
            ids,
            unknown_ids,
        )
    }
}
