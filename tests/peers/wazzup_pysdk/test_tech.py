"""`WazzupTechClient`: 25 calls, one request each; answers checked by the package's own models."""

import pytest
from wazzup_client import WazzupAPIError
from wazzup_client.tech import schemas


async def test_accounts(partner_tech):
    made = await partner_tech.create_account(
        {"crmKey": "k" * 16, "name": "Client", "lang": "ru", "currency": "KZT"}
    )
    account = schemas.AccountCreateResponse.model_validate(made)
    await partner_tech.increase_balance({"accountId": account.accountId, "value": 5})
    summary = [schemas.WabaSummaryItem.model_validate(item) for item in await partner_tech.get_waba_summary()]
    assert [item.balance for item in summary if item.accountId == account.accountId] == [5]
    assert (await partner_tech.list_all_transactions("2026-01-01"))["count"] == 0
    assert await partner_tech.delete_account(account.accountId) is None
    with pytest.raises(WazzupAPIError) as caught:
        await partner_tech.delete_account(account.accountId)
    assert caught.value.status_code == 404


async def test_balance_and_settings(tech, config):
    schemas.BalanceInfo.model_validate(await tech.get_balance())
    role = {"channelId": config.channel["vk"], "userId": "u", "role": "seller", "allowGetNewClients": False}
    patched = await tech.patch_settings({"userRoles": [role]})
    assert schemas.SettingsPatch.model_validate(patched).userRoles[0].userId == "u"
    assert await tech.get_settings() == patched


async def test_channels(tech, config):
    made = schemas.ChannelCreateResponse.model_validate(await tech.create_channel("viber"))
    assert made.url is not None
    listed = schemas.ChannelsListResponse.model_validate(await tech.list_channels())
    assert listed.count == len(listed.channels) == 11
    new = listed.channels[-1]
    info = await tech.get_channel_info("viber", new.guid)
    assert schemas.ChannelsListItem.model_validate(info).transport == "viber"
    assert await tech.reinit_channel("viber", new.guid) is None
    assert await tech.delete_channel("viber", new.guid, delete_chats=True) is None
    assert (await tech.list_channels())["count"] == 10


async def test_links(tech, config):
    links = [
        await tech.generate_channel_link({"transport": "wapi"}),
        await tech.generate_templates_link({"type": "wabaTemplate"}),
        await tech.generate_waba_profile_link(config.channel["wapi"]),
        await tech.generate_chats_link({"userId": "u"}),
        await tech.generate_unanswered_link({}),
    ]
    for link in links:
        schemas.GenerateChannelLinkResponse.model_validate(link)


async def test_waba(tech, config, control):
    schemas.WabaPricingResponse.model_validate(await tech.get_pricing("KZ"))
    for template in await tech.list_waba_templates():
        schemas.WabaTemplate.model_validate(template)
    template = next(item for item in config.templates if item["name"] == "hello")
    waba, today = config.channel["wapi"], config.now[:10]
    body = {"channelId": waba, "chatType": "whatsapp", "chatId": "79990000000", "templateId": template["templateGuid"]}
    sent = control.http.post(
        f"{str(control.http.base_url).split('/_emulator')[0]}/v3/message",
        json=body, headers={"Authorization": f"Bearer {config.apiKey}"},
    )
    assert sent.status_code == 201
    control.post("clock/advance", {"seconds": 1})
    found = schemas.WabaTransactionsResponse.model_validate(await tech.get_transactions(waba, today))
    assert found.count == 1


async def test_users(tech):
    await tech.create_user({"id": "u", "name": "Ann", "role": "seller"})
    users = [schemas.TechUser.model_validate(item) for item in await tech.list_users()]
    assert [user.id for user in users] == ["u"]
    assert await tech.delete_user("u") is None


async def test_test_webhook_of_a_dead_address(tech, free_port):
    with pytest.raises(WazzupAPIError) as caught:
        await tech.send_test_webhook(f"http://127.0.0.1:{free_port}/hook")
    assert caught.value.error == "testPostNotPassed"


async def test_partner_routes_are_closed_to_a_client(tech):
    with pytest.raises(WazzupAPIError) as caught:
        await tech.get_waba_summary()
    assert (caught.value.status_code, caught.value.error) == (403, "FORBIDDEN")
