//! Templates, and the marketing messages API.

use serde_json::json;
use wazzup_whatsapp_api::{
    MediaFile, MediaSource, Outcome, SendMessage, kind,
    types::{
        GroupId, MediaId, Recipient, Template,
        template::{HeaderParameter, Language, Parameter, TemplateButton},
    },
};

use crate::fake::{Answer, Fake, PHONE, accepted, ok, refused, user};

fn template() -> Template {
    let texts = ["Mara", "8812"].map(|text| Parameter::text(text).unwrap());
    Template::new("parcel_update", Language::EnglishGb)
        .unwrap()
        .body(texts)
        .unwrap()
        .button(0, TemplateButton::url("8812?src=wa").unwrap())
        .unwrap()
}

fn send(fake: &Fake) -> SendMessage<kind::Template> {
    fake.client().messages().send_template(user(), template())
}

#[tokio::test]
async fn a_template_is_sent_with_its_parameters() {
    let fake = Fake::answering([ok(json!({
        "messages": [{"id": "wamid.1", "message_status": "accepted"}],
    }))]);
    let header = HeaderParameter::image(MediaId::new("990011").unwrap());
    let whole = template().header(header).unwrap();

    let sent = fake
        .client()
        .messages()
        .send_template(user(), whole)
        .await
        .unwrap();

    assert_eq!(sent.status.unwrap().as_str(), "accepted");
    let (line, body) = fake.only();
    assert_eq!(line, format!("POST /{PHONE}/messages"));
    assert_eq!(body["type"], "template");
    assert_eq!(body["template"]["name"], "parcel_update");
    assert_eq!(body["template"]["language"], json!({"code": "en_GB"}));
    let components = body["template"]["components"].as_array().unwrap();
    let of =
        |kind: &str| components.iter().find(|it| it["type"] == kind).unwrap()["parameters"].clone();
    assert_eq!(
        of("header"),
        json!([{"type": "image", "image": {"id": "990011"}}])
    );
    assert_eq!(
        of("body"),
        json!([{"type": "text", "text": "Mara"}, {"type": "text", "text": "8812"}])
    );
    assert_eq!(
        of("button"),
        json!([{"type": "text", "text": "8812?src=wa"}])
    );
}

#[tokio::test]
async fn the_media_of_a_header_are_uploaded_first() {
    let pdf = || MediaFile::bytes("a.pdf", "application/pdf", "x");
    let header = |answers: [Answer; 2],
                  send: fn(SendMessage<kind::Template>, MediaFile) -> _,
                  file| async move {
        let fake = Fake::answering(answers);
        let sent: SendMessage<kind::Template> = send(self::send(&fake), file);
        sent.check().unwrap();
        let media_id = sent.await.unwrap().media_id.unwrap();
        assert_eq!(media_id, "990011");
        assert!(fake.lines()[0].ends_with("/media"));
        let components = fake.seen()[1].body()["template"]["components"].clone();
        components
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["type"] == "header")
            .unwrap()["parameters"][0]
            .clone()
    };
    let answers = || [ok(json!({"id": "990011"})), accepted("wamid.1")];

    assert_eq!(
        header(answers(), |send, file| send.header_document(file), pdf()).await,
        json!({"type": "document", "document": {"id": "990011", "filename": "a.pdf"}})
    );
    let png = MediaFile::bytes("a.png", "image/png", "x");
    assert_eq!(
        header(answers(), |send, file| send.header_image(file), png).await,
        json!({"type": "image", "image": {"id": "990011"}})
    );
    let mp4 = MediaFile::bytes("a.mp4", "video/mp4", "x");
    assert_eq!(
        header(answers(), |send, file| send.header_video(file), mp4).await,
        json!({"type": "video", "video": {"id": "990011"}})
    );

    let fake = Fake::default();
    send(&fake)
        .header_image(MediaSource::link("https://a.test/b.png"))
        .await
        .unwrap();
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn marketing_goes_by_an_api_of_its_own() {
    let fake = Fake::default();
    send(&fake).by_marketing_api().await.unwrap();
    let (line, body) = fake.only();
    assert_eq!(line, format!("POST /{PHONE}/marketing_messages"));
    assert_eq!(body.get("message_activity_sharing"), None);
    assert_eq!(body["template"]["name"], "parcel_update");
    assert_eq!(body["messaging_product"], "whatsapp");

    let fake = Fake::default();
    send(&fake)
        .activity_sharing(false)
        .tracker("t")
        .await
        .unwrap();
    let (line, body) = fake.only();
    assert!(line.ends_with("/marketing_messages"));
    assert_eq!(body["message_activity_sharing"], false);
    assert_eq!(body["biz_opaque_callback_data"], "t");
}

#[tokio::test]
async fn groups_get_no_marketing_messages() {
    let fake = Fake::default();
    let group = Recipient::from(GroupId::new("Y2FwaXRhbA").unwrap());

    let send = fake
        .client()
        .messages()
        .send_template(group, template())
        .by_marketing_api();

    assert_eq!(send.check().unwrap_err().field(), "to");
    assert_eq!(Outcome::of(&send.await), Outcome::Rejected);
    assert!(fake.lines().is_empty());
}

#[tokio::test(start_paused = true)]
async fn marketing_messages_have_the_three_outcomes_too() {
    for (answer, outcome) in [
        (Answer::Broken, Outcome::Unknown),
        (refused(500, 131_000), Outcome::Unknown),
        (refused(404, 132_001), Outcome::Rejected),
    ] {
        let fake = Fake::answering([answer]);
        let send = fake
            .full_client()
            .messages()
            .send_template(user(), template());
        assert_eq!(Outcome::of(&send.by_marketing_api().await), outcome);
        assert_eq!(fake.lines().len(), 1);
    }
}
