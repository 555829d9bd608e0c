//! What goes into logs names the event and the handler, and nothing of what either works with.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use tracing_subscriber::fmt::MakeWriter;
use wazzup_dispatch::{Handler, Router, State};

use crate::provider::{WhoIs, Written, chat, written};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn failures_are_logged_without_what_the_event_says() {
    const SECRET: &str = "79990000000";
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .with_ansi(false)
        .with_max_level(tracing::level_filters::LevelFilter::TRACE)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let router = Router::new()
        .on((async |message: Written| Err::<(), _>(message.text.to_string())).named("failing"))
        .on((async |message: Written| -> () { panic!("{}", message.text) }).named("panicking"))
        .on((async |_: Written, _: State<u64>| {}).named("stateless"))
        .on((async |_: Written| {}).named("quiet"))
        .answer((async |_: WhoIs| Err::<String, _>(SECRET)).named("answering"));
    let wait = router
        .listen::<Written>(chat(1))
        .when(|message| panic!("{}", message.text))
        .timeout(Duration::from_secs(1))
        .start();

    let report = router.dispatch([written(1, SECRET)]).await;
    let error = router
        .ask::<WhoIs>(WhoIs(1), Duration::from_secs(1))
        .await
        .unwrap_err();
    drop(wait);

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "event=\"written\" handler=\"failing\" outcome=\"failed\"",
        "event=\"written\" handler=\"panicking\" outcome=\"panicked\"",
        "event=\"written\" handler=\"stateless\" outcome=\"missing_argument\"",
        "event=\"who_is\" handler=\"answering\" outcome=\"failed\"",
        "the filter of a wait panicked event=\"written\"",
    ] {
        assert!(logged.contains(expected), "no {expected} in:\n{logged}");
    }
    assert!(!logged.contains("quiet"), "{logged}");
    assert!(!logged.contains(SECRET), "{logged}");
    assert!(!format!("{report:?} {error} {router:?}").contains(SECRET));
}
