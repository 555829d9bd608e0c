"""pywa as a receiver: registers its callback, answers the handshake, gets signed updates."""

import queue
import socket
import threading
import time

import pytest
import uvicorn
from fastapi import FastAPI
from pywa import WhatsApp, filters, types
from pywa.types import Button, Section, SectionList, SectionRow
from pywa.utils import CallbackURLScope

from .conftest import USER

VERIFY_TOKEN = "a token of the test"


class Receiver:
    def __init__(self, config, session, scope):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.got = queue.Queue()
        app = FastAPI()
        self.wa = WhatsApp(
            phone_id=config.phoneNumberId,
            waba_id=config.wabaId,
            business_portfolio_id=config.businessId,
            app_id=config.appId,
            app_secret=config.appSecret,
            token=config.accessToken,
            session=session,
            server=app,
            verify_token=VERIFY_TOKEN,
            callback_url=f"http://127.0.0.1:{self.port}",
            callback_url_scope=scope,
            webhook_challenge_delay=1,
        )
        put = lambda _, update: self.got.put(update)  # noqa: E731
        self.wa.on_message()(put)
        self.wa.on_callback_button()(put)
        self.wa.on_callback_selection()(put)
        self.wa.on_message_status()(put)
        self.server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="error")
        )
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def next(self, kind, seconds=15):
        end = time.monotonic() + seconds
        while True:
            update = self.got.get(timeout=max(0.01, end - time.monotonic()))
            if isinstance(update, kind):
                return update

    def close(self):
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(params=[CallbackURLScope.APP, CallbackURLScope.WABA, CallbackURLScope.PHONE])
def receiver(request, control, config, session):
    receiver = Receiver(config, session, request.param)
    # Registered once the emulator has asked its question and got it answered.
    control.until(lambda: handshakes(control))
    yield receiver
    receiver.close()


def handshakes(control):
    journal = control.get("journal")
    text = str(journal)
    return "hub.challenge" in text or "hub.mode" in text


def incoming(control, receiver, body, kind):
    """Has the customer write until it arrives: the registration may be a moment behind."""
    end = time.monotonic() + 15
    while True:
        control.post("whatsapp/incoming", body)
        try:
            return receiver.next(kind, seconds=2)
        except queue.Empty:
            assert time.monotonic() < end, "no update came"


def test_a_message_and_its_answer(control, receiver):
    message = incoming(control, receiver, {"from": USER, "text": "Héllo/", "name": "A"}, types.Message)
    assert message.text == "Héllo/"
    assert message.from_user.wa_id == USER
    sent = message.reply_text("Hi")
    seen = set()
    while "read" not in seen:
        status = receiver.next(types.MessageStatus)
        if status.id == sent.id:
            seen.add(status.status.value)
    assert {"sent", "delivered", "read"} <= seen


def test_clicks_and_selections(control, receiver):
    message = incoming(control, receiver, {"from": USER, "text": "Hi"}, types.Message)
    asked = message.reply_text("Which?", buttons=[Button("Yes", "yes")])
    click = {
        "from": USER,
        "type": "interactive",
        "context": {"id": asked.id},
        "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}},
    }
    control.post("whatsapp/incoming", click)
    clicked = receiver.next(types.CallbackButton)
    assert (clicked.data, clicked.title) == ("yes", "Yes")
    rows = SectionList("Choose", [Section("One", [SectionRow("A", "a")])])
    asked = message.reply_text("Which?", buttons=rows)
    choice = {
        "from": USER,
        "type": "interactive",
        "context": {"id": asked.id},
        "interactive": {"type": "list_reply", "list_reply": {"id": "a", "title": "A"}},
    }
    control.post("whatsapp/incoming", choice)
    assert receiver.next(types.CallbackSelection).data == "a"


@pytest.mark.parametrize(
    "content, met",
    [
        ({"type": "location", "location": {"latitude": 52.37, "longitude": 4.89}}, filters.location),
        ({"type": "reaction", "reaction": {"message_id": "wamid.QQ==", "emoji": "👍"}}, filters.reaction),
        (
            {
                "type": "image",
                "image": {"id": "990011", "mime_type": "image/jpeg", "sha256": "c2hh", "caption": "x"},
            },
            filters.image,
        ),
    ],
    ids=["location", "reaction", "image"],
)
def test_kinds_of_messages(control, config, session, content, met):
    receiver = Receiver(config, session, CallbackURLScope.WABA)
    try:
        control.until(lambda: handshakes(control))
        message = incoming(control, receiver, {"from": USER, **content}, types.Message)
        assert met.check_sync(receiver.wa, message) if hasattr(met, "check_sync") else True
        assert message.type.value == content["type"]
    finally:
        receiver.close()
