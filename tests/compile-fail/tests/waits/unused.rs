#![deny(unused_must_use)]

use wazzup_dispatch::{Conversation, Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}
fn wait(router: Router, chat: Conversation) {
    router.listen::<Written>(chat).timeout(std::time::Duration::from_secs(1));
}

fn main() {}
