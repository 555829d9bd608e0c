"""`WazzupLegacyClient`: what the facade does not offer."""

import pytest
from wazzup_client import WazzupLegacyClient

from .conftest import URL

CHATS = [{"chatType": "whatsapp", "chatId": "79990000000"}]


def contact(number):
    return {"id": f"c{number:03}", "responsibleUserId": "u", "name": "Ann", "contactData": CHATS}


def deal(number):
    return {
        "id": f"d{number:03}", "responsibleUserId": "u", "name": "Deal", "contacts": ["c"],
        "uri": "https://example.com/",
    }


async def test_bulk_create_and_delete(legacy):
    assert (await legacy.create_users([{"id": "u1", "name": "Ann"}]))["success"]
    assert (await legacy.create_contacts([contact(number) for number in range(100)]))["success"]
    assert (await legacy.create_deals([deal(1), deal(2)]))["success"]
    assert (await legacy.create_pipelines([{"id": "p", "name": "Sales"}]))["success"]
    deleted = await legacy.bulk_delete_contacts(["c000", "c001"])
    assert deleted["deleted"] == ["c000", "c001"] and "not_found" not in deleted
    deleted = await legacy.bulk_delete_deals(["d001", "nope"])
    assert (deleted["deleted"], deleted["not_found"]) == (["d001"], ["nope"])
    deleted = await legacy.bulk_delete_users(["u1", "u2"])
    assert (deleted["deleted"], deleted["not_found"]) == (["u1"], ["u2"])


async def test_more_than_100_are_refused_before_any_request(legacy, control):
    for create in (legacy.create_users, legacy.create_contacts, legacy.create_deals):
        with pytest.raises(ValueError):
            await create([{}] * 101)
    assert control.get("journal")["requests"] == []


async def test_updates(legacy):
    await legacy.create_contact("c", "u", "Ann", CHATS)
    await legacy.update_contact("c", "u", "Ann the Second", CHATS)
    assert (await legacy.get_contact("c"))["name"] == "Ann the Second"
    await legacy.create_deal("d", "u", "Deal", ["c"], "https://example.com/")
    await legacy.update_deal("d", "u", "Big deal", ["c"], "https://example.com/")
    assert (await legacy.get_deal("d"))["name"] == "Big deal"
    await legacy.create_pipeline("p", "Sales")
    await legacy.update_pipeline("p", "More sales", [{"id": "s", "name": "New"}])
    assert await legacy.list_pipelines() == [
        {"id": "p", "name": "More sales", "stages": [{"id": "s", "name": "New"}]}
    ]


async def test_lists_and_single_ones(legacy, config):
    await legacy.create_user("u", "Ann")
    assert await legacy.list_users() == [{"id": "u", "name": "Ann"}]
    assert await legacy.get_user("u") == {"id": "u", "name": "Ann"}
    assert (await legacy.list_contacts(0))["data"] == []
    assert (await legacy.list_deals(0))["data"] == []
    assert (await legacy.delete_user("u"))["success"]
    whatsapp = config.channel["whatsapp"]
    assert (await legacy.get_channel_info("whatsapp", whatsapp))["transport"] == "whatsapp"


async def test_iframe_link(legacy):
    await legacy.create_user("u", "Ann")
    plain = await legacy.generate_iframe_link("u", "Ann")
    assert plain["url"].startswith("https://")
    card = await legacy.generate_iframe_link(
        "u", "Ann", scope="card", filters=CHATS, active_chat=CHATS[0],
        use_deals_events=True, use_message_events=True, client_type="crm",
    )
    assert "token=" in card["url"]
    with pytest.raises(ValueError):
        await legacy.generate_iframe_link("u", "Ann", scope="card")


async def test_partner_calls(config):
    async with WazzupLegacyClient(
        api_key=config.partnerKey, tech_base_url=URL, public_base_url=URL
    ) as partner:
        made = await partner.create_account("Client")
        funded = await partner.increase_balance(made["accountId"], 70)
        assert funded["balance"] == 70
    async with WazzupLegacyClient(
        api_key=made["apiKey"], tech_base_url=URL, public_base_url=URL
    ) as child:
        assert await child.get_balance() == {"currency": "USD", "balance": 70}


async def test_roles_and_settings(legacy, config):
    whatsapp = config.channel["whatsapp"]
    await legacy.assign_user_to_channel("u", whatsapp, role="auditor")
    assert [role["role"] for role in await legacy.get_user_channel_roles("u")] == ["auditor"]
    updated = await legacy.update_account_settings(user_roles=[])
    assert updated["userRoles"] == []
    assert (await legacy.get_account_settings())["userRoles"] == []


async def test_what_the_facade_wraps(legacy, config, control):
    whatsapp = config.channel["whatsapp"]
    assert len(await legacy.list_channels()) == 10
    assert "url" in await legacy.create_channel("viber")
    assert await legacy.reinit_channel("whatsapp", whatsapp) is None
    assert "link" in await legacy.generate_channel_link({"transport": "wapi"})
    assigned = await legacy.assign_users_to_channel([{"user_id": "u", "role": "seller"}], whatsapp)
    assert len(assigned["settings"]["userRoles"]) == 1
    removed = await legacy.remove_user_from_channel("u", whatsapp)
    assert removed["settings"]["userRoles"] == []
    await legacy.delete_channel("whatsapp", whatsapp)
    await legacy.create_contact("c", "u", "Ann", CHATS)
    assert (await legacy.delete_contact("c"))["success"]
    await legacy.create_deal("d", "u", "Deal", ["c"], "https://example.com/")
    assert (await legacy.delete_deal("d"))["success"]
    control.patch("knobs", {"delivery": {"probe": False}})
    settings = {"webhooksUri": "http://127.0.0.1:9/hook"}
    assert await legacy.update_webhook_settings(settings) == {"ok": True}
    assert (await legacy.get_webhook_settings())["webhooksUri"] == settings["webhooksUri"]
    assert await legacy.test_webhook(settings["webhooksUri"]) == {"ok": True}
