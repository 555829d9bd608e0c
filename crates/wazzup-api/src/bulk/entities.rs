use wazzup_types::{ContactId, DealId, NewContact, NewDeal, NewUser, UserId};

use super::{BulkEntity, private::Sealed};

/// What is sent under its id.
macro_rules! entity {
    ($($entity:ty => $id:ty;)+) => {$(
        impl Sealed for $entity {}

        impl BulkEntity for $entity {
            type Id = $id;

            fn bulk_id(&self) -> &$id {
                self.id()
            }
        }

        impl Sealed for $id {}

        // To be deleted, an entity is given by its id.
        impl BulkEntity for $id {
            type Id = Self;

            fn bulk_id(&self) -> &Self {
                self
            }
        }
    )+};
}

entity! {
    NewUser => UserId;
    NewContact => ContactId;
    NewDeal => DealId;
}
