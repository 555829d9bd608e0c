//! A stateful in-memory Wazzup for tests, demos and local work
