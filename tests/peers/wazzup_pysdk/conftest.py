"""A fresh emulator for each test, the four clients of the package, and a free port."""

import os
import socket
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from wazzup_client import (
    WazzupClient,
    WazzupLegacyClient,
    WazzupPublicClient,
    WazzupTechClient,
)

URL = os.environ["EMULATOR_URL"]


class Control:
    """The emulator's control API."""

    def __init__(self):
        self.http = httpx.Client(base_url=f"{URL}/_emulator/", timeout=30)

    def get(self, path, **params):
        return self._checked(self.http.get(path, params=params))

    def post(self, path, body=None):
        return self._checked(self.http.post(path, json=body if body is not None else {}))

    def patch(self, path, body):
        return self._checked(self.http.patch(path, json=body))

    @staticmethod
    def _checked(response):
        response.raise_for_status()
        return response.json()


@pytest.fixture
def control():
    control = Control()
    control.post("reset")
    yield control
    control.http.close()


@pytest.fixture
def config(control):
    config = SimpleNamespace(**control.get("config"))
    config.channel = {item["transport"]: item["channelId"] for item in config.channels}
    return config


@pytest_asyncio.fixture
async def client(config):
    async with WazzupClient(
        config.apiKey, tech_base_url=URL, public_base_url=URL, timeout=10, crm_key=config.crmKey
    ) as client:
        yield client


@pytest_asyncio.fixture
async def partner(config):
    async with WazzupClient(
        config.partnerKey, tech_base_url=URL, public_base_url=URL, timeout=10
    ) as client:
        yield client


@pytest_asyncio.fixture
async def legacy(config):
    async with WazzupLegacyClient(
        api_key=config.apiKey, tech_base_url=URL, public_base_url=URL
    ) as client:
        yield client


@pytest_asyncio.fixture
async def public(config):
    client = WazzupPublicClient(URL, config.apiKey)
    yield client
    await client.close()


@pytest_asyncio.fixture
async def tech(config):
    client = WazzupTechClient(URL, config.apiKey)
    yield client
    await client.close()


@pytest_asyncio.fixture
async def partner_tech(config):
    client = WazzupTechClient(URL, config.partnerKey)
    yield client
    await client.close()


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
