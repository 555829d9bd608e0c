//! The client itself: building it, what it shows, what it shares.

use wazzup_api::{
    Accepted, Bulk, BulkError, BulkReport, Call, CallFuture, Client, Error, ErrorKind, List,
    RawCall, RawSend, SendError, SendFuture, SendMessage, StepsFuture, WithRaw,
    resources::{ChangeSettings, CreateAccount, EnsureWebhooks, ListChannels, UserRoles},
    types::{Contact, NewContact, User, UserId},
};

use crate::fake::Fake;

const KEY: &str = "0123456789abcdef";

#[test]
fn requests_and_futures_can_be_moved_to_tasks() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn request<T: Clone + Send + 'static>() {}
    fn future<T: Send + 'static>() {}

    shared::<Client>();
    request::<Call<User>>();
    request::<RawCall>();
    request::<WithRaw<User>>();
    request::<List<Contact>>();
    request::<Bulk<NewContact>>();
    shared::<SendMessage>();
    request::<RawSend>();
    request::<ListChannels>();
    request::<EnsureWebhooks>();
    shared::<ChangeSettings>();
    request::<CreateAccount>();
    request::<UserRoles>();
    future::<CallFuture<User>>();
    future::<SendFuture>();
    future::<StepsFuture<BulkReport<String>>>();
    future::<Result<Accepted, SendError>>();
}

#[test]
fn errors_can_be_boxed_and_sent_to_other_threads() {
    fn error<T: std::error::Error + Send + Sync + 'static>() {}

    error::<Error>();
    error::<SendError>();
    error::<BulkError<UserId>>();
}

#[tokio::test]
async fn one_base_can_stand_for_all_hosts() {
    let fake = Fake::default();
    let client = fake
        .full_builder()
        .base("http://127.0.0.1:9/gate/")
        .build()
        .unwrap();

    client.webhooks().test("https://crm.test").await.unwrap();
    client
        .users()
        .delete(&"u-1".parse().unwrap())
        .await
        .unwrap();
    client.counters().host().raw().await.unwrap();

    let expected = [
        "POST http://127.0.0.1:9/gate/webhooks/test",
        "DELETE http://127.0.0.1:9/gate/v3/users/u-1",
        "GET http://127.0.0.1:9/gate/counters/ws_host/api_v3/0123456789abcdef",
    ];
    assert_eq!(fake.lines(), expected);
}

#[test]
fn a_client_shows_where_it_calls_and_not_its_key() {
    let client = Client::builder(KEY).build().unwrap();

    let shown = format!("{client:?} {:?}", Client::builder(KEY));

    assert!(shown.contains("https://api.wazzup24.com"), "{shown}");
    assert!(shown.contains("https://tech.wazzup24.com"), "{shown}");
    assert!(!shown.contains("0123"), "{shown}");
}

#[test]
fn a_client_that_cannot_work_is_not_built() {
    let builds = [
        Client::builder(""),
        Client::builder("line\nbreak"),
        Client::builder(KEY).public_base("api.wazzup24.com"),
        Client::builder(KEY).public_base("ftp://api.test"),
        Client::builder(KEY).tech_base("not a uri"),
        Client::builder(KEY).counters_base(""),
    ];
    for build in builds {
        assert_eq!(build.build().unwrap_err().kind(), ErrorKind::Configuration);
    }
}

#[test]
fn requests_show_no_secret_and_nobody() {
    let client = Client::builder(KEY).build().unwrap();
    let id = "79990000000".parse().unwrap();
    let contact = crate::entities::contact("79990000000");

    let get = client.contacts().get(&id);
    let shown = format!(
        "{get:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        client.contacts().create(contact.clone()),
        client.contacts().create_many([contact]),
        client.contacts().list(),
        client.contacts().list().by_item(),
        client.messages().send(crate::sending::hello()),
        client
            .webhooks()
            .ensure("https://crm.test?token=79990000000", Default::default()),
        client.counters().host(),
    );

    assert!(
        !shown.contains("7999") && !shown.contains("0123"),
        "{shown}"
    );
    assert!(
        !shown.contains("Hello") && !shown.contains("Someone"),
        "{shown}"
    );
}
