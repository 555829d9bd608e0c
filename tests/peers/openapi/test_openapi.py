"""Every call of our client and every answer of the emulator against Meta's OpenAPI description.

Prism stands between the two as a validating proxy. What the description and the service disagree about
stands in `deviations.json` with its reason; everything else must agree, and a deviation that is not seen
any more must go.
"""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EMULATOR = os.environ["EMULATOR_URL"]
DESCRIPTION = os.environ.get("OPENAPI_DESCRIPTION", "")
PRISM = os.environ.get("PRISM", "")


class Prism:
    """A proxy in front of the emulator."""

    def __init__(self, log):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [PRISM, "proxy", DESCRIPTION, EMULATOR, "--host", "127.0.0.1"]
        self.log = open(log, "w+")
        self.process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=self.log, stderr=self.log
        )
        end = time.monotonic() + 60
        while "Prism is listening" not in Path(log).read_text():
            assert self.process.poll() is None and time.monotonic() < end, Path(log).read_text()
            time.sleep(0.1)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    if not (Path(DESCRIPTION).is_file() and PRISM):
        pytest.skip("Meta's OpenAPI description or Prism is not here")
    logs = tmp_path_factory.mktemp("prism")
    control = httpx.Client(base_url=f"{EMULATOR}/_emulator/", timeout=30)
    control.post("reset", json={})
    config = control.get("config").json()["whatsapp"]
    written = control.post("whatsapp/incoming", json={"from": "15550104477", "text": "Hello"})
    prism = Prism(logs / "prism.log")
    try:
        ran = subprocess.run(
            ["cargo", "run", "-q", "--locked", "-p", "integration-tests", "--example", "whatsapp_calls"],
            cwd=ROOT,
            env={
                **os.environ,
                "PROXY_URL": prism.url,
                "CONFIG": json.dumps(config),
                "INCOMING": written.json()["id"],
            },
            capture_output=True,
            text=True,
            timeout=240,
        )
    finally:
        prism.close()
    assert ran.returncode == 0, ran.stderr
    return {line["call"]: line for line in map(json.loads, ran.stdout.splitlines())}


@pytest.fixture(scope="module")
def deviations():
    return json.loads((HERE / "deviations.json").read_text())


def test_every_call_succeeds(lines):
    failed = {name: line["failed"] for name, line in lines.items() if line["failed"]}
    assert not failed


@pytest.mark.parametrize("side", ["request", "answer"])
def test_they_deviate_where_it_is_known(lines, deviations, side):
    seen = {name for name, line in lines.items() if line[side]}
    known = {name for name, reasons in deviations.items() if side in reasons}
    assert seen == known, {name: lines[name][side][:8] for name in seen - known}


def test_every_deviation_has_its_reason(deviations):
    for name, reasons in deviations.items():
        for reason in reasons.values():
            assert len(reason.split()) > 4, name
