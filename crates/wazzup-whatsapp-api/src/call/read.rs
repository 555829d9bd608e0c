//! How answers are read.

use serde::Deserialize;
use wazzup_transport::{Reply, typed::read};

pub(crate) use self::read::json;
use crate::{Error, ErrorKind, Result};

/// Success, unless the answer says in so many words that it is none.
pub(crate) fn done(reply: Result<Reply>) -> Result<()> {
    #[derive(Deserialize)]
    struct Done {
        success: Option<bool>,
    }

    let reply = reply?;
    match reply.json::<Done>() {
        Ok(Done {
            success: Some(false),
        }) => Err(Error::new(ErrorKind::Rejected, reply.operation())
            .with_status(reply.status())
            .with_attempts(reply.attempts())
            .with_source("the service answers that it did not succeed")),
        _ => Ok(()),
    }
}

/// As [`done`]; and "not there" in answer to a repeat counts as done, too: then an earlier try, whose
/// answer was lost, has deleted it.
pub(crate) fn deleted(reply: Result<Reply>) -> Result<()> {
    match reply {
        Ok(reply) => done(Ok(reply)),
        error => read::deleted_unless(error, |error| error.kind() == ErrorKind::NotFound),
    }
}
