"""A fresh emulator for each test, and pywa's client with its HTTP session pointed at it."""

import os
import time
from types import SimpleNamespace

import httpx
import pytest
from pywa import WhatsApp

URL = os.environ["EMULATOR_URL"]
GRAPH = "graph.facebook.com"


class ToEmulator(httpx.HTTPTransport):
    """Sends to the emulator what is meant for Meta's hosts. The only change: where it goes."""

    def __init__(self):
        super().__init__()
        self.target = httpx.URL(URL)
        self.seen = []

    def handle_request(self, request):
        if request.url.host == GRAPH:
            request.url = request.url.copy_with(
                scheme=self.target.scheme, host=self.target.host, port=self.target.port
            )
        self.seen.append(request)
        return super().handle_request(request)


class Control:
    """The emulator's control API."""

    def __init__(self):
        self.http = httpx.Client(base_url=f"{URL}/_emulator/", timeout=30)

    def get(self, path, **params):
        return self._checked(self.http.get(path, params=params))

    def post(self, path, body=None):
        return self._checked(self.http.post(path, json=body if body is not None else {}))

    @staticmethod
    def _checked(response):
        assert response.status_code < 300, response.text
        return response.json()

    def until(self, met, seconds=15):
        """Asks again until `met` gives something true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            result = met()
            if result:
                return result
            time.sleep(0.02)
        raise AssertionError("it did not come to pass")


@pytest.fixture
def control():
    control = Control()
    control.post("reset")
    yield control
    control.http.close()


@pytest.fixture
def config(control):
    return SimpleNamespace(**control.get("config")["whatsapp"])


@pytest.fixture
def session():
    session = httpx.Client(transport=ToEmulator(), timeout=10)
    yield session
    session.close()


@pytest.fixture
def wa(config, session):
    return WhatsApp(
        phone_id=config.phoneNumberId,
        waba_id=config.wabaId,
        business_portfolio_id=config.businessId,
        app_id=config.appId,
        app_secret=config.appSecret,
        token=config.accessToken,
        session=session,
    )


USER = "15550104477"


@pytest.fixture
def user(control, config):
    """A customer who has just written, so that free-form messages may be sent."""
    control.post("whatsapp/incoming", {"from": USER, "text": "Hello", "name": "Customer"})
    return USER


@pytest.fixture
def sent(control):
    """What the emulator took of a message that was sent."""

    def find(message_id):
        messages = control.get("whatsapp/messages")
        messages = messages.get("messages", messages) if isinstance(messages, dict) else messages
        found = [message for message in messages if message["id"] == message_id]
        assert len(found) == 1, [message["id"] for message in messages]
        return found[0]

    return find
