"""A real Prometheus on loopback, in a folder of its own."""

from __future__ import annotations

import subprocess
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.ports import free_ports
from deploy.prometheus.api import Api
from deploy.prometheus.tools import tool
from deploy.waiting import until

HERE = Path(__file__).parent
READY_MAX_SECONDS = 30


@dataclass(frozen=True)
class Prometheus(Api):
    """A running server. `process` is ours to stop."""

    process: subprocess.Popen[bytes]


@contextmanager
def prometheus(
    folder: Path, targets: Sequence[str] | Mapping[str, str], *, scrape: str = "1s", alertmanager: str | None = None
) -> Iterator[Prometheus]:
    """Run a server in a folder for the length of the block, scraping the targets, with the project's own rules.

    `targets` are addresses, or addresses by role; alerts go to the address of an `alertmanager`, if there is one.
    """
    address = f"127.0.0.1:{free_ports(1)[0]}"
    config = _config(folder, targets, scrape, alertmanager)
    command = [
        tool("prometheus"),
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=warn",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until(lambda: _is_ready(address, process), "Prometheus to answer", seconds=READY_MAX_SECONDS)
            yield Prometheus(address, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _config(folder: Path, targets: Sequence[str] | Mapping[str, str], scrape: str, alertmanager: str | None) -> Path:
    """The project's own configuration, for other targets and another beat."""
    config: dict[str, Any] = yaml.safe_load((HERE / "prometheus.yml").read_text("utf-8"))
    config["global"] |= {"scrape_interval": scrape, "evaluation_interval": scrape}
    config["rule_files"] = [str(HERE / one) for one in config["rule_files"]]
    config["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [alertmanager]}]}] if alertmanager else []
    config["scrape_configs"] = [
        {**one, "file_sd_configs": [{"files": [str(folder / "targets.yml")]}]}
        for one in config["scrape_configs"]
        if one["job_name"] == "tideover"
    ]
    groups: list[dict[str, Any]] = [{"targets": list(targets)}]
    if isinstance(targets, Mapping):
        groups = [{"targets": [one], "labels": {"role": role}} for role, one in targets.items()]
    (folder / "targets.yml").write_text(yaml.safe_dump(groups), "utf-8")
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(config), "utf-8")
    return path


def _is_ready(address: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError("Prometheus ended at once; see prometheus.log in its folder.")
    try:
        with urllib.request.urlopen(f"http://{address}/-/ready", timeout=5):
            return True
    except OSError:
        return False
