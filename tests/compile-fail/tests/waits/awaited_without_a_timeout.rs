use wazzup_dispatch::{Conversation, Event, Router};

#[derive(Clone)]
struct Written;

impl Event for Written {
    const NAME: &'static str = "written";
}
async fn wait(router: Router, chat: Conversation) {
    let _ = router.listen::<Written>(chat).await;
}

fn main() {}
