//! The webhook endpoint of a Wazzup integration: authenticity, typed events and handlers, as a tower service
