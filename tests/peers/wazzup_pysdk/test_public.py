"""`WazzupPublicClient`: 26 calls, one request each."""

import pytest
from wazzup_client import WazzupAPIError, paginate_async

CHATS = [{"chatType": "whatsapp", "chatId": "79990000000"}]


def contact(name):
    return {"id": name, "responsibleUserId": "u", "name": "Ann", "contactData": CHATS}


def message(config, transport="whatsapp", chat_type="whatsapp", **fields):
    fields.setdefault("chatId", "79990000000")
    fields.setdefault("text", "Hello")
    return {"channelId": config.channel[transport], "chatType": chat_type, **fields}


async def test_users(public):
    assert await public.post_users([{"id": "u1", "name": "Ann"}, {"id": "u2", "name": "Bob"}]) is None
    assert [user["id"] for user in await public.get_users()] == ["u1", "u2"]
    assert (await public.get_user("u2"))["name"] == "Bob"
    assert await public.delete_user("u2") is None
    assert await public.bulk_delete_users(["u1", "u2"]) == ["u2"]


async def test_contacts(public):
    assert await public.create_contact(contact("c1")) is None
    assert await public.create_contacts([contact("c2"), contact("c3")]) is None
    assert (await public.get_contacts())["count"] == 3
    assert (await public.get_contact("c1"))["contactData"] == CHATS
    assert await public.delete_contact("c1") is None
    with pytest.raises(WazzupAPIError) as caught:
        await public.delete_contact("c1")
    assert caught.value.status_code == 404
    assert await public.bulk_delete_contacts(["c2", "c1", "c3"]) == ["c1"]


async def test_pages(public):
    for hundred in range(3):
        numbers = range(hundred * 100, hundred * 100 + (50 if hundred == 2 else 100))
        await public.create_contacts([contact(f"c{number:03}") for number in numbers])
    ids = [item["id"] async for item in paginate_async(public.get_contacts)]
    assert ids == [f"c{number:03}" for number in range(250)]


async def test_deals(public):
    deal = {"id": "d1", "responsibleUserId": "u", "name": "Deal", "contacts": ["c1"], "uri": "https://example.com/", "closed": False}
    assert await public.post_deals([deal]) is None
    assert (await public.get_deals())["data"][0]["id"] == "d1"
    assert await public.get_deal("d1") == deal
    assert await public.delete_deal("d1") is None
    assert await public.bulk_delete_deals(["d1"]) == ["d1"]


async def test_pipelines(public):
    assert await public.post_pipelines([{"id": "p1", "name": "Sales"}]) is None
    assert await public.get_pipelines() == [{"id": "p1", "name": "Sales"}]


async def test_channels(public, config):
    assert {item["channelId"] for item in await public.get_channels()} == set(config.channel.values())


async def test_messages(public, config, control):
    sent = await public.send_message(message(config))
    assert sent["chatId"] == "79990000000"
    assert await public.edit_message(sent["messageId"], {"text": "Bye"}) is None
    assert control.get("wazzup/messages")[0]["text"] == "Bye"
    assert await public.delete_message(sent["messageId"]) is None
    assert control.get("wazzup/messages")[0]["isDeleted"] is True


async def test_a_chat_by_user_name(public, config):
    body = message(config, "tgapi", "telegram", username="ann")
    del body["chatId"]
    assert (await public.send_message(body))["chatId"].isdigit()


async def test_buttons_and_templates(public, config, control):
    rows = {"replyMarkup": "inline", "buttons": [[{"text": "Yes", "callbackData": "yes"}]]}
    await public.send_message(message(config, "telegram", "telegram", buttonsObject=rows))
    template = next(item for item in config.templates if item["name"] == "hello")
    body = message(config, "wapi", templateId=template["templateGuid"])
    del body["text"]
    await public.send_message(body)
    assert [item["type"] for item in control.get("wazzup/messages")] == ["text", "wapi_template"]


async def test_a_repeated_crm_message_id(public, config, control):
    body = message(config, crmMessageId="m1")
    await public.send_message(body)
    with pytest.raises(WazzupAPIError) as caught:
        await public.send_message(body)
    assert caught.value.category == "conflict"
    assert caught.value.data == {"crmMessageId": "m1"}
    control.post("clock/advance", {"seconds": 61})
    await public.send_message(body)
    assert len(control.get("wazzup/messages")) == 2


async def test_errors_have_their_categories(public, config):
    table = [
        (message(config, chat_type="vk"), "WRONG_TRANSPORT", "transport"),
        ({**message(config), "channelId": "nope"}, "CHANNEL_NOT_FOUND", "channel"),
        (message(config, text="a" * 10_001), "MESSAGE_TEXT_TOO_LONG", "limit"),
    ]
    for body, code, category in table:
        with pytest.raises(WazzupAPIError) as caught:
            await public.send_message(body)
        assert (caught.value.status_code, caught.value.error) == (400, code)
        assert caught.value.category == category


async def test_a_busy_service_is_asked_again(public, control):
    control.post("faults", {"route": "GET /v3/users", "times": 1, "status": 429, "headers": {"Retry-After": "0.1"}})
    assert await public.get_users() == []
    statuses = [entry["status"] for entry in control.get("journal")["requests"]]
    assert statuses == [429, 200]


async def test_iframe_and_counter(public, config, control):
    await public.post_users([{"id": "u", "name": "Ann"}])
    link = await public.generate_iframe_link({"user": {"id": "u", "name": "Ann"}, "scope": "global"})
    assert link["url"].startswith("https://")
    control.post("wazzup/incoming", {"channelId": config.channel["whatsapp"], "chatId": "79990000000", "text": "Hi"})
    assert await public.get_unanswered("u") == {"counterV2": 0, "type": None, "lastMsgDateTime": None}


async def test_webhook_settings(public, control):
    assert (await public.get_webhooks_settings())["webhooksUri"] is None
    control.patch("knobs", {"delivery": {"probe": False}})
    body = {"webhooksUri": "http://127.0.0.1:9/hook", "subscriptions": {"channelsUpdates": True}}
    assert await public.patch_webhooks(body) == {"ok": True}
    shown = await public.get_webhooks_settings()
    assert shown["webhooksUri"] == body["webhooksUri"]
    assert shown["subscriptions"]["channelsUpdates"] is True
