"""Methods that fail by the package's own fault, whatever the service answers.

Kept so that a newer version that mends them is noticed. Each stands for a defect of version 0.1.8.
"""

import asyncio

import pytest
from pydantic import ValidationError
from wazzup_client import WazzupAPIError, WazzupPublicClient

from .conftest import URL

CHATS = [{"chatType": "whatsapp", "chatId": "79990000000"}]


@pytest.mark.parametrize("namespace", ["contacts", "deals", "pipelines", "users"])
async def test_update_passes_an_argument_that_nothing_takes(client, namespace):
    with pytest.raises(TypeError):
        await getattr(client, namespace).update("1", name="Ann")


async def test_create_by_id_as_in_the_readme(client):
    with pytest.raises(TypeError):
        await client.contacts.create(id="1", name="Ann")


@pytest.mark.parametrize("namespace, method", [("pipelines", "get"), ("pipelines", "delete"), ("channels", "get")])
async def test_methods_without_anything_underneath(client, namespace, method):
    with pytest.raises(AttributeError):
        await getattr(getattr(client, namespace), method)("1")


async def test_channels_update(client):
    with pytest.raises(TypeError):
        await client.channels.update("1", name="x")


async def test_the_default_currency_is_refused_by_its_own_model(partner, control):
    with pytest.raises(ValidationError):
        await partner.accounts.create(name="Client")
    assert control.get("journal")["requests"] == []


async def test_a_file_cannot_be_sent(public, config):
    with pytest.raises(TypeError):
        await public.send_message({
            "channelId": config.channel["whatsapp"], "chatType": "whatsapp", "chatId": "79990000000",
            "contentUri": "https://example.com/a.jpg",
        })


async def test_an_empty_401_is_tried_four_times(control):
    from wazzup_client import RetryOptions

    client = WazzupPublicClient(URL, "wrong", retry_options=RetryOptions(base=0.01, cap=0.01, jitter=0.0))
    with pytest.raises(WazzupAPIError) as caught:
        await client.get_users()
    await client.close()
    assert caught.value.error == "unknown_error"
    assert len(control.get("journal")["requests"]) == 4


async def test_a_lost_answer_to_a_send_doubles_it(public, config, control):
    control.post("faults", {"route": "POST /v3/message", "status": 502, "execute": True})
    await public.send_message({
        "channelId": config.channel["whatsapp"], "chatType": "whatsapp", "chatId": "79990000000", "text": "Hi",
    })
    assert len(control.get("wazzup/messages")) == 2


async def test_settings_of_an_address_never_saved(client):
    with pytest.raises(ValidationError):
        await client.webhooks.settings()


async def test_the_documented_answer_to_webhooks_is_no_json(public, control):
    control.patch("knobs", {"dialect": {"webhooksAnswer": "docs"}, "delivery": {"probe": False}})
    with pytest.raises(ValueError):
        await public.patch_webhooks({"webhooksUri": "http://127.0.0.1:9/"})


async def test_bulk_delete_with_an_empty_answer(legacy, control):
    control.post("faults", {"route": "PATCH /v3/users/bulk_delete", "status": 200})
    with pytest.raises(TypeError):
        await legacy.bulk_delete_users(["1"])


async def test_statuses_that_share_a_delivery_are_dropped(client, control, config, free_port):
    url = await client.webhooks.start_listener(host="127.0.0.1", port=free_port)
    statuses = []

    @client.webhooks.on("statuses")
    async def on_statuses(webhook):
        statuses.append(webhook)

    await client.webhooks.ensure(uri=url, subscriptions={"messagesAndStatuses": True})
    control.patch("knobs", {"delivery": {"combineMs": 300}})
    await client._legacy._public_client.send_message({
        "channelId": config.channel["whatsapp"], "chatType": "whatsapp", "chatId": "79990000000", "text": "Hi",
    })
    await asyncio.to_thread(control.post, "idle")
    kinds = [entry["kinds"] for entry in (await asyncio.to_thread(control.get, "journal"))["webhooks"]]
    assert ["messages", "statuses"] in kinds and statuses == []


async def test_messages_without_optional_fields_are_refused(client, control, free_port):
    url = await client.webhooks.start_listener(host="127.0.0.1", port=free_port)
    await client.webhooks.ensure(uri=url, subscriptions={"messagesAndStatuses": True})
    control.patch("knobs", {"dialect": {"sparseMessages": True}})
    await asyncio.to_thread(control.post, "wazzup/incoming", {"chatId": "79990000000", "text": "Hi"})
    await asyncio.to_thread(control.post, "idle")
    assert (await asyncio.to_thread(control.get, "journal"))["webhooks"][-1]["status"] == 422
