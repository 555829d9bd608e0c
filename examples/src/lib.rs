//! Shared by the examples: which Wazzup they talk to.
