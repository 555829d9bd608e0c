use std::future::IntoFuture;

use serde::{Deserialize, Serialize};
use wazzup_transport::{CallOptions, Reply, Request};
use wazzup_types::{channel::Channel, page::Page};

use super::LIST;
use crate::{
    Client, Result,
    call::{StepsFuture, call_options, read, steps},
    resources::accounts::GET_SETTINGS,
};

/// The list of channels, about to be read. From [`Channels::list`](super::Channels::list).
///
/// Options hold for each request.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct ListChannels {
    client: Client,
    lazy_start: bool,
    options: CallOptions,
}

impl ListChannels {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            lazy_start: true,
            options: CallOptions::default(),
        }
    }

    /// Whether an empty list is asked for once more. On unless switched off.
    ///
    /// A fresh partner account may have channels and list none until another call has touched it.
    /// So an empty list makes a `GET /settings` on the tech host and asks again; should one of
    /// these fail, the list is empty. An account without channels costs two requests more.
    pub fn lazy_start(mut self, on: bool) -> Self {
        self.lazy_start = on;
        self
    }

    /// Gives the channels and how many they are, in the shape in which the Python package does.
    pub fn normalized(self) -> NormalizeChannels {
        NormalizeChannels { list: self }
    }

    /// Gives the answer as it came, the second one if the list was asked for twice.
    pub fn raw(self) -> StepsFuture<Result<Reply>> {
        steps(async move { self.ask().await })
    }

    /// Gives both the channels and the answer they were read from.
    pub fn with_raw(self) -> StepsFuture<Result<(Page<Channel>, Reply)>> {
        steps(self.run())
    }

    async fn run(self) -> Result<(Page<Channel>, Reply)> {
        let answer = self.ask().await?;
        Ok((read::json(Ok(answer.clone()))?, answer))
    }

    /// The answer to take, unread.
    async fn ask(self) -> Result<Reply> {
        let first = self.once().await?;
        let empty = |reply: &Reply| {
            let page = reply.json::<Page<Channel>>();
            page.is_ok_and(|page| page.data.is_empty())
        };
        if !(self.lazy_start && empty(&first)) {
            return Ok(first);
        }
        let touch = self
            .client
            .on_tech(Request::new(&GET_SETTINGS), read::nothing);
        if touch.with_options(self.options.clone()).await.is_err() {
            return Ok(first);
        }
        let second = self.once().await.ok();
        let readable = second.filter(|reply| reply.json::<Page<Channel>>().is_ok());
        Ok(readable.unwrap_or(first))
    }

    async fn once(&self) -> Result<Reply> {
        let list = self
            .client
            .public::<Page<Channel>>(Request::new(&LIST), read::json);
        list.with_options(self.options.clone()).raw().await
    }
}

call_options!(ListChannels);

impl IntoFuture for ListChannels {
    type Output = Result<Page<Channel>>;
    type IntoFuture = StepsFuture<Result<Page<Channel>>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move { Ok(self.run().await?.0) })
    }
}

/// A [`ListChannels`] that gives [`NormalizedChannels`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct NormalizeChannels {
    list: ListChannels,
}

impl IntoFuture for NormalizeChannels {
    type Output = Result<NormalizedChannels>;
    type IntoFuture = StepsFuture<Result<NormalizedChannels>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move {
            let channels = self.list.await?.data;
            Ok(NormalizedChannels {
                count: channels.len(),
                channels,
            })
        })
    }
}

/// The channels and how many they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NormalizedChannels {
    /// The channels.
    pub channels: Vec<Channel>,
    /// How many they are.
    pub count: usize,
}
