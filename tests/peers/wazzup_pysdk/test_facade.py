"""`WazzupClient`: every working method of every namespace."""

from wazzup_client import WazzupClient, wazzup_client_context
from wazzup_client.public.schemas import ChannelItem, Contact, Deal, Pipeline, User

from .conftest import URL

CHATS = [{"chatType": "whatsapp", "chatId": "79990000000"}]


async def test_contacts(client):
    created = await client.contacts.create(
        contact_id="c1", responsible_user_id="u1", name="Ann", contact_data=CHATS,
        uri="https://example.com/c1",
    )
    assert created["success"] is True
    listed = await client.contacts.list(offset=0)
    assert listed.raw["count"] == len(listed) == 1
    assert isinstance(listed[0], Contact) and [item.id for item in listed] == ["c1"]
    got = await client.contacts.get("c1")
    assert (got.name, got.uri, got.contactData[0].chatId) == ("Ann", "https://example.com/c1", "79990000000")
    assert (await client.contacts.delete("c1"))["success"] is True
    assert len(await client.contacts.list()) == 0


async def test_deals(client):
    created = await client.deals.create(
        deal_id="d1", responsible_user_id="u1", name="Deal", contacts=["c1"],
        uri="https://example.com/d1", closed=True,
    )
    assert created["success"] is True
    listed = await client.deals.list(offset=0)
    assert isinstance(listed.items[0], Deal) and listed[0].closed is None
    assert (await client.deals.get("d1")).closed is True
    assert (await client.deals.delete("d1"))["success"] is True


async def test_users(client):
    assert (await client.users.create(user_id="2", name="Zoe", phone="79990000001"))["success"]
    many = [{"id": "1", "name": "Ann"}, {"id": "3", "name": "Bob"}]
    assert (await client.users.create_many(many))["success"]
    listed = await client.users.list()
    assert isinstance(listed[0], User) and [user.name for user in listed] == ["Ann", "Bob", "Zoe"]
    assert await client.users.list_raw() == listed.raw
    assert (await client.users.get("2")).phone == "79990000001"
    assert (await client.users.get_raw("1")) == {"id": "1", "name": "Ann"}
    assert (await client.users.delete("1"))["success"] is True


async def test_pipelines(client):
    stages = [{"id": "s1", "name": "New"}]
    assert (await client.pipelines.create(pipeline_id="p1", name="Sales", stages=stages))["success"]
    assert (await client.pipelines.create(pipeline_id="p2", name="Other"))["success"]
    listed = await client.pipelines.list()
    assert isinstance(listed[0], Pipeline)
    assert [(item.id, item.stages and item.stages[0].name) for item in listed] == [("p1", "New"), ("p2", None)]


async def test_channels_list(client, config):
    listed = await client.channels.list()
    assert len(listed) == listed.raw["count"] == 10
    assert isinstance(listed[0], ChannelItem)
    assert {item.channelId for item in listed} == set(config.channel.values())
    assert await client.channels.normalized() == listed.raw


async def test_channels_that_wake_up_late(client, control):
    control.patch("knobs", {"dialect": {"lazyChannels": True}})
    assert len(await client.channels.list()) == 10
    paths = [entry["path"] for entry in control.get("journal")["requests"]]
    assert paths == ["/v3/channels", "/settings", "/v3/channels"]


async def test_channels_management(client, config):
    whatsapp = config.channel["whatsapp"]
    assert (await client.channels.info("whatsapp", whatsapp))["guid"] == whatsapp
    assert (await client.channels.create(transport="whatsapp"))["url"].startswith("https://")
    assert "url" in await client.channels.create(transport="telegram", credentials={"telegram_token": "1:a"})
    assert len(await client.channels.list()) == 12
    assert await client.channels.reinitialize("whatsapp", whatsapp) is None
    await client.channels.delete(transport="whatsapp", channel_id=whatsapp, delete_chats=False)
    await client.channels.delete(transport="wapi", channel_id=config.channel["wapi"])
    assert len(await client.channels.list()) == 10
    link = await client.channels.generate_link({"transport": "whatsapp", "redirectUri": "https://example.com/"})
    assert link["link"].startswith("https://")


async def test_channel_roles(client, config):
    whatsapp, viber = config.channel["whatsapp"], config.channel["viber"]
    assigned = await client.channels.assign_user("u1", whatsapp)
    assert assigned["success"] and assigned["settings"]["userRoles"] == [
        {"channelId": whatsapp, "userId": "u1", "role": "seller", "allowGetNewClients": True}
    ]
    await client.channels.assign_user("u1", viber, role="auditor", allow_get_new_clients=False)
    many = [{"user_id": "u1", "role": "manager"}, {"user_id": "u2", "role": "seller"}]
    await client.channels.assign_users(many, whatsapp)
    roles = await client.accounts.user_roles("u1")
    assert [(role["channelId"], role["role"]) for role in roles] == [(viber, "auditor"), (whatsapp, "manager")]
    await client.channels.remove_user("u1", whatsapp)
    assert [role["channelId"] for role in await client.accounts.user_roles("u1")] == [viber]


async def test_accounts(client):
    settings = await client.accounts.get_settings()
    assert settings == await client.accounts.settings()
    assert settings["userRoles"] == []
    changed = await client.accounts.update_settings(push_input_output_message_events_for_managers=True)
    assert changed["pushInputOutputMessageEventsForManagers"] is True
    balance = await client.accounts.balance()
    assert balance == await client.accounts.get_balance()
    assert balance["currency"] == "RUR" and isinstance(balance["balance"], int)


async def test_accounts_create(partner):
    made = await partner.accounts.create(name="Client", lang="en", currency="USD")
    assert isinstance(made["accountId"], int) and len(made["apiKey"]) >= 16
    async with WazzupClient(made["apiKey"], tech_base_url=URL, public_base_url=URL) as child:
        assert (await child.accounts.balance())["currency"] == "USD"


async def test_context(config):
    async with wazzup_client_context(config.apiKey, tech_base_url=URL, public_base_url=URL) as client:
        assert config.apiKey[:6] in repr(client) and config.apiKey not in repr(client)
        assert len(await client.channels.list()) == 10
