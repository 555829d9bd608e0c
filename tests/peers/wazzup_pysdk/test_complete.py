"""No public method of the package is left out of the tests beside this one."""

import inspect
from pathlib import Path

import pytest
from wazzup_client import (
    WazzupClient,
    WazzupLegacyClient,
    WazzupPublicClient,
    WazzupTechClient,
)

HERE = Path(__file__).parent
SOURCES = {path.name: path.read_text() for path in HERE.glob("test_*.py") if path.name != "test_complete.py"}


def methods(thing):
    found = inspect.getmembers(thing, inspect.iscoroutinefunction)
    return [name for name, _ in found if not name.startswith("_")]


@pytest.mark.parametrize(
    "cls, variables",
    [
        (WazzupLegacyClient, ("legacy", "partner", "child")),
        (WazzupPublicClient, ("public",)),
        (WazzupTechClient, ("tech", "partner_tech")),
    ],
)
def test_every_call_of_the_lower_clients(cls, variables):
    text = "".join(SOURCES.values())
    # A method may be called, or named to be called.
    left = [
        name
        for name in methods(cls)
        if name != "close" and not any(f"{variable}.{name}" in text for variable in variables)
    ]
    assert left == []


def test_every_call_of_the_facade(config):
    client = WazzupClient(config.apiKey)
    text = "".join(SOURCES.values())
    # Called for several namespaces at once, or by the fixtures.
    elsewhere = {
        "contacts.update", "deals.update", "users.update", "pipelines.update",
        "pipelines.get", "pipelines.delete", "channels.get", "webhooks.close",
    }
    left = []
    for namespace in ("contacts", "deals", "users", "pipelines", "channels", "accounts", "webhooks"):
        for name in methods(type(getattr(client, namespace))):
            call = f"{namespace}.{name}"
            if f"client.{call}(" not in text and f"partner.{call}(" not in text and call not in elsewhere:
                left.append(call)
    assert left == []
