"""The package's listener as the receiver of the emulator's webhooks."""

import asyncio

import pytest
import pytest_asyncio
from wazzup_client.public.schemas import MessagesWebhook, StatusesWebhook

EVERYTHING = {
    "messagesAndStatuses": True,
    "contactsAndDealsCreation": True,
    "channelsUpdates": True,
    "templateStatus": True,
}


@pytest_asyncio.fixture
async def listening(client, free_port):
    url = await client.webhooks.start_listener(host="127.0.0.1", port=free_port)
    yield client, url
    await client.webhooks.stop_listener()


async def in_thread(call, *arguments):
    """The control API blocks: the listener must go on meanwhile."""
    return await asyncio.to_thread(call, *arguments)


def attempts(control):
    """Deliveries but for tests of the address: (kinds, status)."""
    webhooks = control.get("journal")["webhooks"]
    return [(entry["kinds"], entry["status"]) for entry in webhooks if entry["kinds"] != ["test"]]


async def test_settings(listening, config):
    client, url = listening
    assert client.webhooks.url == url
    saved = await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    assert str(saved.webhooksUri) == url
    settings = await client.webhooks.settings()
    assert str(settings.webhooksUri) == url
    assert settings.subscriptions.messagesAndStatuses is True
    updated = await client.webhooks.update({"webhooksUri": url, "subscriptions": {"channelsUpdates": True}})
    assert updated.subscriptions.channelsUpdates is True
    assert await client.webhooks.test(url) == {"ok": True}


async def test_messages_and_statuses(listening, control, config):
    client, url = listening
    messages, statuses, everything = [], [], []

    @client.webhooks.on("messages")
    async def on_messages(webhook):
        messages.append(webhook)

    @client.webhooks.on(StatusesWebhook)
    async def on_statuses(webhook):
        statuses.append(webhook)

    @client.webhooks.on("*")
    async def on_all(webhook):
        everything.append(webhook)

    await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    await in_thread(control.post, "wazzup/incoming", {
        "channelId": config.channel["whatsapp"], "chatType": "whatsapp", "chatId": "79990000000",
        "text": "Hello!", "contact": {"name": "Ann"},
    })
    await in_thread(control.post, "idle")
    assert isinstance(messages[0], MessagesWebhook)
    item = messages[0].messages[0]
    assert (item.text, item.isEcho, item.status, item.contact.name) == ("Hello!", False, "inbound", "Ann")

    await client.users.create(user_id="7", name="Bob")
    sent = await client._legacy._public_client.send_message({
        "channelId": item.channelId, "chatType": item.chatType, "chatId": item.chatId,
        "text": "Hi, Ann", "crmUserId": "7", "refMessageId": item.messageId,
    })
    await in_thread(control.post, "idle")
    echo = messages[1].messages[0]
    assert (echo.messageId, echo.isEcho, echo.status, echo.authorName) == (sent["messageId"], True, "sent", "Bob")
    assert echo.quotedMessage.text == "Hello!"
    seen = [(status.messageId, status.status) for webhook in statuses for status in webhook.statuses]
    assert seen == [(sent["messageId"], status) for status in ("sent", "delivered", "read")]
    assert {"test": True} in everything and len(everything) == 1 + 2 + 3
    assert all(status == 200 for _, status in await in_thread(attempts, control))


async def test_delivery_errors(listening, control, config):
    client, url = listening
    statuses = []

    @client.webhooks.on("statuses")
    async def on_statuses(webhook):
        statuses.extend(webhook.statuses)

    await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    await client._legacy._public_client.send_message({
        "channelId": config.channel["wapi"], "chatType": "whatsapp", "chatId": "79990000000", "text": "Hi",
    })
    await in_thread(control.post, "idle")
    assert [(item.status, item.error.error) for item in statuses] == [("error", "24_HOURS_EXCEEDED")]


async def test_channel_and_template_updates(listening, control, config):
    client, url = listening
    came = []

    @client.webhooks.on("channelsUpdates")
    async def on_channels(webhook):
        came.extend((item.state, item.timestamp > 0) for item in webhook.channelsUpdates)

    @client.webhooks.on("templateStatus")
    async def on_template(webhook):
        came.append(webhook.templateStatus["status"])

    await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    state = {"channelId": config.channel["whatsapp"], "state": "qr"}
    await in_thread(control.post, "wazzup/channel-state", state)
    decided = {"templateGuid": config.templates[3]["templateGuid"], "status": "approved"}
    await in_thread(control.post, "wazzup/template-status", decided)
    await in_thread(control.post, "idle")
    assert sorted(came, key=str) == sorted([("qr", True), "approved"], key=str)


async def test_questions_arrive_but_cannot_be_answered(listening, control):
    client, url = listening
    asked = []

    @client.webhooks.on("createEntities")
    async def on_create(webhook):
        asked.append(webhook.createContact)

    await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    outcome = await in_thread(control.post, "wazzup/question", {"chatId": "79990000000", "name": "Ann"})
    assert asked[0].name == "Ann"
    # The listener answers {"status":"ok"} whatever its handlers would like to say.
    assert outcome["contact"] is None and "no id" in outcome["problems"][0]


async def test_a_wrong_bearer_is_turned_away(listening, control, config):
    client, url = listening
    await client.webhooks.ensure(uri=url, subscriptions=EVERYTHING)
    await in_thread(control.post, "wazzup/crm-key", {"crmKey": "another"})
    await in_thread(control.post, "wazzup/incoming", {"chatId": "79990000000", "text": "Hello!"})
    await in_thread(control.post, "idle")
    assert await in_thread(attempts, control) == [(["messages"], 401)]
    client.webhooks.expect_bearer("another")
    await in_thread(control.post, "wazzup/incoming", {"chatId": "79990000000", "text": "Hello!"})
    await in_thread(control.post, "idle")
    assert (await in_thread(attempts, control))[-1] == (["messages"], 200)


async def test_an_address_that_is_not_there(client, free_port):
    from wazzup_client import WazzupAPIError

    with pytest.raises(WazzupAPIError) as caught:
        await client.webhooks.ensure(uri=f"http://127.0.0.1:{free_port}/", subscriptions=EVERYTHING)
    assert caught.value.error == "testPostNotPassed"
