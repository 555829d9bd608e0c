use wazzup_dispatch::{Conversation, Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}
fn wait(router: Router, chat: Conversation) {
    let _ = router.listen::<Written>(chat).start();
}

fn main() {}
