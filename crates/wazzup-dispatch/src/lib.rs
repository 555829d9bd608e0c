//! Typed event handlers, a router, composable filters and waits for a reply, for any provider of events
