"""A real Alertmanager on loopback with the project's own routes, whose receivers are all one pager of ours."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from deploy.ports import free_ports
from deploy.prometheus.tools import tool
from deploy.waiting import until

HERE = Path(__file__).parent
READY_SECONDS = 30


@contextmanager
def alertmanager(folder: Path, pager: str) -> Iterator[str]:
    """Its address, for the length of the block; every receiver calls `pager`, a URL, under its own name."""
    address = f"127.0.0.1:{free_ports(1)[0]}"
    config = yaml.safe_load((HERE / "alertmanager.yml").read_text("utf-8"))
    for receiver in config["receivers"]:
        for hook in receiver["webhook_configs"]:
            hook["url"] = f"{pager}/{receiver['name']}"
    (folder / "alertmanager.yml").write_text(yaml.safe_dump(config), "utf-8")
    command = [
        tool("alertmanager"),
        f"--config.file={folder / 'alertmanager.yml'}",
        f"--storage.path={folder / 'alertmanager'}",
        f"--web.listen-address={address}",
        "--cluster.listen-address=",
        "--log.level=warn",
    ]
    with (folder / "alertmanager.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until(lambda: _answers(address), "Alertmanager to answer", seconds=READY_SECONDS)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/-/ready", timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False
