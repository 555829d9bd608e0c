"""The guide for people who come from pywa names what pywa has."""

from pathlib import Path

import pytest
from pywa import WhatsApp, types

NAMES = Path(__file__).parents[2] / "facade" / "data" / "pywa-4.txt"

# Of version 3, gone since: the guide is for those who come from there, too.
OLD = {"ChatOpened", "on_chat_opened"}


@pytest.mark.parametrize("name", sorted(set(NAMES.read_text().split()) - OLD))
def test_pywa_has_it(name):
    holder = types if name[0].isupper() else WhatsApp
    assert hasattr(holder, name) or hasattr(__import__("pywa.handlers"), name)
