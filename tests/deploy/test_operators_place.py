"""Where an operator's commands run in a cluster, and the one zone in which days begin and end."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.manifests import DEPLOY, OVERLAYS, UNITS, compose, objects, pod_specs, rendered

ZONE = re.compile(r"\b(TZ|Etc/|Europe/|America/|Asia/|Africa/|Australia/|UTC)")


def named(overlay: str, kind: str, name: str) -> dict[str, Any]:
    """The one object of a kind and name."""
    [found] = [one for one in objects(overlay) if one["kind"] == kind and one["metadata"]["name"] == name]
    return found


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_operators_may_enter_one_pod_which_is_an_operator_and_holds_no_key(overlay: str) -> None:
    rules = named(overlay, "Role", "operator")["rules"]
    assert {(*rule["resources"], *rule["resourceNames"]) for rule in rules} == {
        ("pods", "operator-0"),
        ("pods/exec", "operator-0"),
    }
    assert not {verb for rule in rules for verb in rule["verbs"]} & {"*", "list", "watch", "delete", "patch", "update"}
    binding = named(overlay, "RoleBinding", "operator")
    assert (binding["roleRef"]["kind"], binding["roleRef"]["name"]) == ("Role", "operator")
    [spec] = [spec for name, _, spec in pod_specs(overlay) if name == "StatefulSet/operator"]
    [container] = spec["containers"]
    told = {one["name"]: one.get("value", "") for one in container["env"]}
    assert "//tideover_operator@" in told["TIDEOVER_DATABASE_URL"]
    assert told["TIDEOVER_KAFKA_USER"] == "tideover-operator"
    assert "TIDEOVER_KEYS" not in told
    assert [volume["secret"]["secretName"] for volume in spec["volumes"] if "secret" in volume] == ["tideover-operator"]


def zones(kubernetes: list[dict[str, Any]]) -> set[str]:
    """Every zone that the objects of a cluster name: that of the CronJobs, and that of the processes."""
    [settings] = [one["data"] for one in kubernetes if one["metadata"]["name"].startswith("settings-")]
    jobs = [one for one in kubernetes if one["kind"] == "CronJob"]
    assert {one["metadata"]["name"] for one in jobs} == {"close-day", "replay"}
    for one in jobs:
        [container] = one["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
        assert {"configMapRef": {"name": next(iter(_settings_names(kubernetes)))}} in container["envFrom"]
    return {settings["TZ"], *(one["spec"]["timeZone"] for one in jobs)}


def _settings_names(kubernetes: list[dict[str, Any]]) -> set[str]:
    return {one["metadata"]["name"] for one in kubernetes if one["metadata"]["name"].startswith("settings-")}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_one_line_sets_the_zone_of_a_cluster(overlay: str, tmp_path: Path) -> None:
    assert zones(list(objects(overlay))) == {"Etc/UTC"}
    for folder in ("kubernetes", "postgres", "grafana"):
        shutil.copytree(DEPLOY / folder, tmp_path / folder)
    base = tmp_path / "kubernetes" / "base" / "kustomization.yaml"
    base.write_text(base.read_text("utf-8").replace("- TZ=Etc/UTC", "- TZ=Europe/Oslo"), "utf-8")
    moved = yaml.load_all(rendered(tmp_path / "kubernetes" / "overlays" / overlay), yaml.CSafeLoader)
    assert zones([one for one in moved if one]) == {"Europe/Oslo"}


def test_one_line_sets_the_zone_of_compose() -> None:
    engine = {name: one for name, one in compose()["services"].items() if one["image"].startswith("tideover:")}
    assert {one["environment"].get("TZ") for one in engine.values()} == {"Etc/UTC"}
    assert (DEPLOY / "compose.yaml").read_text("utf-8").count("TZ:") == 1


def test_on_a_machine_the_zone_is_the_machine_s() -> None:
    files = [*UNITS.rglob("*.*"), *(DEPLOY / "systemd").glob("*.example")]
    named_in = [path.name for path in files if path.is_file() and ZONE.search(path.read_text("utf-8"))]
    assert ZONE.search("OnCalendar=*-*-* 00:10:00 Europe/Oslo"), "the check itself must bite"
    assert named_in == []
