use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    page::Page,
    pipeline::{NewPipeline, Pipeline},
};

use super::{endpoints, resource};
use crate::{
    bulk::plan::Plan,
    call::{Call, read},
};

endpoints! {
    LIST = Endpoint::get("pipelines.list", "/v3/pipelines");
    SAVE = Endpoint::post("pipelines.save", "/v3/pipelines").idempotent();
}

resource! {
    /// The CRM's sales pipelines. From [`Client::pipelines`](crate::Client::pipelines).
    ///
    /// The service has no route for a single one and none to delete one, so neither is here:
    ///
    /// ```compile_fail,E0599
    /// # async fn example(client: wazzup_api::Client, id: wazzup_api::types::PipelineId) {
    /// client.pipelines().delete(&id).await;
    /// # }
    /// ```
    ///
    /// See [Loading sales funnels](https://wazzup24.com/help/api-en/loading-sales-funnels/).
    Pipelines
}

impl Pipelines<'_> {
    /// All pipelines: `GET /v3/pipelines`.
    pub fn list(self) -> Call<Page<Pipeline>> {
        self.client.public(Request::new(&LIST), read::json)
    }

    /// Uploads one pipeline: `POST /v3/pipelines`.
    ///
    /// Whether an upload replaces the pipelines of earlier ones is not documented. Who has
    /// several sends them together, by [`create_many`](Self::create_many): then it makes no
    /// difference.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected), reportedly with the code
    /// `INVALID_PIPELINES_DATA`.
    pub fn create(self, pipeline: NewPipeline) -> Call<()> {
        self.create_many([pipeline])
    }

    /// Updates a pipeline: the same request as [`create`](Self::create), since the service has
    /// one for both.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn update(self, pipeline: NewPipeline) -> Call<()> {
        self.create(pipeline)
    }

    /// Uploads pipelines, all in one request: no limit to their number is documented, and in one
    /// request it does not matter whether an upload replaces the one before. Of those with one id
    /// only the last is sent.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn create_many(self, pipelines: impl IntoIterator<Item = NewPipeline>) -> Call<()> {
        let plan = Plan::new(pipelines.into_iter().collect(), |one: &NewPipeline| {
            one.id().as_str()
        });
        let pipelines: Vec<NewPipeline> = plan
            .chunks
            .into_iter()
            .flatten()
            .map(|slot| slot.value)
            .collect();
        self.client
            .public(Request::new(&SAVE).json(&pipelines), read::nothing)
    }
}
