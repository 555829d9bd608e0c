"""Every kind of message that pywa can send."""

import datetime

import pytest
from pywa import errors
from pywa.types import (
    Button,
    CallPermissionRequestButton,
    Contact,
    FlowButton,
    ImageCarouselCard,
    ProductsSection,
    Section,
    SectionList,
    SectionRow,
    URLButton,
    VoiceCallButton,
)
from pywa.types.callback import ContactInfoRequestButton
from pywa.types.flows import FlowActionType, FlowStatus
from pywa.types.templates import BodyText, TemplateLanguage

LINK = "https://cdn.example.test/file"


def body_of(message):
    """The JSON that was sent."""
    return message.get("body", message)


def test_text(wa, user, sent):
    message = wa.send_message(user, "Hi", preview_url=True, tracker="order-1")
    assert message.id.startswith("wamid.")
    body = body_of(sent(message.id))
    assert body["text"] == {"body": "Hi", "preview_url": True}
    assert body["biz_opaque_callback_data"] == "order-1"


def test_reply(wa, user, sent):
    first = wa.send_message(user, "One")
    second = wa.send_message(user, "Two", reply_to_message_id=first.id)
    assert body_of(sent(second.id))["context"] == {"message_id": first.id}


@pytest.mark.parametrize(
    "buttons, kind",
    [
        ([Button("Yes", "yes"), Button("No", "no")], "button"),
        (SectionList("Choose", [Section("One", [SectionRow("A", "a", "first")])]), "list"),
        (URLButton("Open", "https://example.test"), "cta_url"),
        (VoiceCallButton("Call us", datetime.timedelta(days=1)), "voice_call"),
        (CallPermissionRequestButton(), "call_permission_request"),
        (ContactInfoRequestButton(), "request_contact_info"),
        (
            FlowButton(
                "Book",
                flow_id="610990000000005",
                flow_token="tok-55",
                flow_action_type=FlowActionType.NAVIGATE,
                flow_action_screen="START",
                mode=FlowStatus.PUBLISHED,
            ),
            "flow",
        ),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_buttons(wa, user, sent, buttons, kind):
    message = wa.send_message(user, "Which?", buttons=buttons)
    assert body_of(sent(message.id))["interactive"]["type"] == kind


def test_header_and_footer(wa, user, sent):
    message = wa.send_message(user, "Which?", "Head", "Foot", [Button("Yes", "yes")])
    interactive = body_of(sent(message.id))["interactive"]
    assert interactive["header"] == {"type": "text", "text": "Head"}
    assert interactive["footer"] == {"text": "Foot"}


@pytest.mark.parametrize("kind", ["image", "video", "document"])
def test_media_by_link(wa, user, sent, kind):
    # Without a file name, pywa puts an object of its own into the JSON of a document, and fails.
    named = {"filename": "a.pdf"} if kind == "document" else {}
    send = getattr(wa, f"send_{kind}")
    message = send(user, LINK, caption="Look", **named)
    assert body_of(sent(message.id))[kind]["link"] == LINK
    message = send(user, LINK, caption="Look", buttons=[Button("Yes", "yes")], **named)
    header = body_of(sent(message.id))["interactive"]["header"]
    assert header["type"] == kind


def test_audio_and_sticker_by_link(wa, user, sent):
    assert body_of(sent(wa.send_audio(user, LINK).id))["audio"]["link"] == LINK
    assert body_of(sent(wa.send_sticker(user, LINK).id))["sticker"]["link"] == LINK


def test_media_by_bytes_is_uploaded_first(wa, user, sent):
    message = wa.send_image(user, b"\xff\xd8\xff image", mime_type="image/jpeg", caption="Look")
    assert body_of(sent(message.id))["image"]["id"] == message.uploaded_media.id


def test_voice(wa, user, sent):
    message = wa.send_voice(user, b"OggS voice", mime_type="audio/ogg")
    assert body_of(sent(message.id))["audio"]["voice"] is True


def test_location(wa, user, sent):
    message = wa.send_location(user, 52.37, 4.89, "House", "Street 1")
    location = body_of(sent(message.id))["location"]
    assert (float(location["latitude"]), float(location["longitude"])) == (52.37, 4.89)


def test_location_request(wa, user, sent):
    message = wa.request_location(user, "Where are you?")
    assert body_of(sent(message.id))["interactive"]["type"] == "location_request_message"


def test_contact(wa, user, sent):
    contact = Contact(
        name=Contact.Name(formatted_name="A B", first_name="A"),
        phones=[Contact.Phone(phone="+15550188123", type="CELL", wa_id="15550188123")],
    )
    message = wa.send_contact(user, contact)
    assert body_of(sent(message.id))["contacts"][0]["name"]["formatted_name"] == "A B"


def test_reactions(wa, user, sent):
    message = wa.send_message(user, "Hi")
    added = wa.send_reaction(user, "👍", message.id)
    assert body_of(sent(added.id))["reaction"] == {"message_id": message.id, "emoji": "👍"}
    removed = wa.remove_reaction(user, message.id)
    assert body_of(sent(removed.id))["reaction"]["emoji"] == ""


def test_catalog_and_products(wa, user, sent):
    catalog = wa.send_catalog(user, "All of it", thumbnail_product_sku="SKU-9")
    product = wa.send_product(user, "7001", "SKU-9", "This one")
    sections = [ProductsSection("Tea", ["SKU-9", "SKU-8"])]
    products = wa.send_products(user, "7001", sections, "Shop", "Some of it")
    kinds = [body_of(sent(it.id))["interactive"]["type"] for it in (catalog, product, products)]
    assert kinds == ["catalog_message", "product", "product_list"]


def test_carousel(wa, user, sent):
    cards = [
        ImageCarouselCard(
            image=LINK, body=f"Card {number}", buttons=URLButton("View", "https://example.test")
        )
        for number in (1, 2)
    ]
    message = wa.send_carousel(user, body="Look", cards=cards)
    assert body_of(sent(message.id))["interactive"]["type"] == "carousel"


def test_template(wa, control, sent):
    """A template may go to somebody who never wrote."""
    message = wa.send_template("15550199999", "hello_world", TemplateLanguage.ENGLISH_US)
    assert body_of(sent(message.id))["template"]["name"] == "hello_world"


def test_unknown_template(wa):
    with pytest.raises(errors.TemplateNotExists):
        wa.send_template("15550199999", "no_such_template", TemplateLanguage.ENGLISH_US)


def test_wrong_count_of_template_params(wa):
    with pytest.raises(errors.TemplateParamCountMismatch):
        params = [BodyText.params("one", "too", "many")]
        wa.send_template("15550199999", "hello_world", TemplateLanguage.ENGLISH_US, params)


def test_read_and_typing(wa, control, user):
    incoming = control.post("whatsapp/incoming", {"from": user, "text": "Are you there?"})
    message_id = incoming["id"]
    assert wa.mark_message_as_read(message_id).success
    assert wa.indicate_typing(message_id).success


def test_sender_of_another_number(wa, config, user, sent):
    other = [it["id"] for it in config.phoneNumbers if it["id"] != config.phoneNumberId][0]
    with pytest.raises(errors.WhatsAppError):
        wa.send_message(user, "Hi", sender="999")
    template = wa.send_template(
        "15550199999", "hello_world", TemplateLanguage.ENGLISH_US, sender=other
    )
    assert template.id


def test_a_wrong_token_is_told(config, session):
    from pywa import WhatsApp

    wa = WhatsApp(phone_id=config.phoneNumberId, token="not-a-token", session=session)
    with pytest.raises((errors.ExpiredAccessToken, errors.AuthException)):
        wa.send_message("15550104477", "Hi")


def test_the_pair_limit_is_told(wa, user):
    with pytest.raises(errors.TooManyMessages):
        for number in range(60):
            wa.send_message(user, f"Message {number}")
