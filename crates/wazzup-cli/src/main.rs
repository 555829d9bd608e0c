//! The `wazzup` command.

fn main() {}
