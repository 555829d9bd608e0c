//! Conditions on [`ChannelUpdated`].

use wazzup_dispatch::Filter;
use wazzup_types::{ChannelId, ChannelState};

use crate::ChannelUpdated;

/// The channel is this one.
pub fn channel(channel: ChannelId) -> impl Filter<ChannelUpdated> + Clone {
    move |updated: &ChannelUpdated| updated.channel_id == channel
}

/// The new state.
pub fn state(state: ChannelState) -> impl Filter<ChannelUpdated> + Clone {
    move |updated: &ChannelUpdated| updated.state.as_ref() == Some(&state)
}

/// It can send and receive now, or cannot any more if negated.
pub fn active() -> impl Filter<ChannelUpdated> + Clone {
    state(ChannelState::Active)
}
