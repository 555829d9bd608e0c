use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    UserId,
    page::Page,
    user::{NewUser, User},
};

use super::{endpoints, resource};
use crate::{
    bulk::{Bulk, none_missing, unknown_ids},
    call::{Call, read},
};

endpoints! {
    LIST = Endpoint::get("users.list", "/v3/users");
    GET = Endpoint::get("users.get", "/v3/users/{id}");
    SAVE = Endpoint::post("users.save", "/v3/users").idempotent();
    DELETE = Endpoint::delete("users.delete", "/v3/users/{id}");
    DELETE_MANY = Endpoint::patch("users.delete_many", "/v3/users/bulk_delete").idempotent();
}

resource! {
    /// The users: the CRM's employees. From [`Client::users`](crate::Client::users).
    ///
    /// See [Working with the user entity](https://wazzup24.com/help/api-en/working-with-the-user-entity/).
    Users
}

impl Users<'_> {
    /// All users, sorted by name: `GET /v3/users`. Their phones are not in it.
    pub fn list(self) -> Call<Page<User>> {
        self.client.public(Request::new(&LIST), read::json)
    }

    /// One user: `GET /v3/users/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if there is none of that id. Which status the
    /// service has for it is not documented, so take any error for "not there".
    pub fn get(self, id: &UserId) -> Call<User> {
        self.client
            .public(Request::new(&GET).path("id", id.as_str()), read::json)
    }

    /// Creates a user, or updates the one of that id: `POST /v3/users`.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) with the code `INVALID_USERS_DATA`,
    /// `USER_LIMIT_EXCEEDED` (1000) or `DUPLICATE_PHONE_NUMBER`.
    pub fn create(self, user: NewUser) -> Call<()> {
        self.client
            .public(Request::new(&SAVE).json(&[&user]), read::nothing)
    }

    /// Updates a user, or creates it if there is none: the same request as
    /// [`create`](Self::create), since the service has one for both.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn update(self, user: NewUser) -> Call<()> {
        self.create(user)
    }

    /// Creates or updates any number of users, 100 per request.
    pub fn create_many(self, users: impl IntoIterator<Item = NewUser>) -> Bulk<NewUser> {
        Bulk::new(self.client.public_transport(), &SAVE, users, none_missing)
    }

    /// The same as [`create_many`](Self::create_many), for code that means an update.
    pub fn update_many(self, users: impl IntoIterator<Item = NewUser>) -> Bulk<NewUser> {
        self.create_many(users)
    }

    /// Deletes a user: `DELETE /v3/users/{id}`.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if the service answers so for an unknown id, which
    /// is not documented. A 404 to a repeat after a lost answer counts as done.
    pub fn delete(self, id: &UserId) -> Call<()> {
        self.client
            .public(Request::new(&DELETE).path("id", id.as_str()), read::deleted)
    }

    /// Deletes any number of users, 100 per request: `PATCH /v3/users/bulk_delete`.
    pub fn delete_many(self, ids: impl IntoIterator<Item = UserId>) -> Bulk<UserId> {
        Bulk::new(
            self.client.public_transport(),
            &DELETE_MANY,
            ids,
            unknown_ids,
        )
    }
}
