"""Every file is accepted by the tool that its users give it to; and each tool is seen to refuse a planted fault."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from deploy.programs import need
from tests.deploy.manifests import COMPOSE, DEPLOY, OVERLAYS, PROGRAM, UNITS, objects, rendered, tool
from tests.deploy.schemas import SCHEMAS

EXPOSURE_MAX = 20
"""Tenths of systemd's exposure level: 0 is a process that can do nothing, 96 one without any care."""


def planted(tmp_path: Path, source: Path, before: str, after: str) -> Path:
    """A copy of a file with one thing changed; it must have been there."""
    text = source.read_text("utf-8")
    assert before in text
    copy = tmp_path / source.name
    copy.write_text(text.replace(before, after, 1), encoding="utf-8")
    return copy


def test_compose_reads_its_file() -> None:
    done = tool("docker-compose", "-f", COMPOSE, "config", "-q")
    assert done.returncode == 0, done.stderr


def test_compose_refuses_an_unknown_key(tmp_path: Path) -> None:
    wrong = planted(tmp_path, COMPOSE, "    networks: [engine, edge]\n", "    netwroks: [engine, edge]\n")
    assert tool("docker-compose", "-f", wrong, "config", "-q").returncode != 0


def test_the_file_follows_the_compose_specification(tmp_path: Path) -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    assert tool("check-jsonschema", *schema, COMPOSE).returncode == 0
    wrong = planted(tmp_path, COMPOSE, "stop_grace_period: 60s", "stop_grace_period: 60")
    assert tool("check-jsonschema", *schema, wrong).returncode == 1


def test_the_image_is_built_as_it_should(tmp_path: Path) -> None:
    dockerfile = DEPLOY / "Dockerfile"
    done = tool("hadolint", dockerfile)
    assert done.returncode == 0, done.stdout
    wrong = planted(tmp_path, dockerfile, "USER 10001:10001", "USER root")
    assert "DL3002" in tool("hadolint", wrong).stdout


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_accepts_every_object(tmp_path: Path, overlay: str) -> None:
    assert faults_for_kubernetes(tmp_path, rendered(overlay)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("maxUnavailable: 1\n  selector", "maxUnavailabel: 1\n  selector"),
        ("kind: ServiceMonitor", "kind: ServiceMonitr"),
        ("maxReplicaCount: 4", 'maxReplicaCount: "4"'),
        ('excludePersistentLag: "true"', 'excludePersistantLag: "true"'),
        ("periodSeconds: 10\n", "periodSeconds: ten\n"),
    ],
)
def test_a_planted_fault_in_an_object_is_found(tmp_path: Path, before: str, after: str) -> None:
    text = rendered("production")
    assert before in text
    assert faults_for_kubernetes(tmp_path, text.replace(before, after, 1))


def faults_for_kubernetes(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with rendered objects: by Kubernetes' schemas, and for other people's kinds by ours."""
    file = tmp_path / "rendered.yaml"
    file.write_text(text, encoding="utf-8")
    done = tool("kubernetes-validate", "--strict", file)
    lines = (done.stdout + done.stderr).splitlines()
    without = [line for line in lines if "Couldn't find schema" in line]
    unknown = [line for line in without if re.search(r"kind (\w+)", line)[1] not in SCHEMAS]  # type: ignore[index]
    faults = unknown + ([line for line in lines if "passed" not in line] if done.returncode else [])
    for one in yaml.safe_load_all(text):
        if one["kind"] in SCHEMAS:
            validator = jsonschema.Draft202012Validator(SCHEMAS[one["kind"]])
            faults += [f"{one['kind']}: {error.message}" for error in validator.iter_errors(one)]
    return faults


def test_a_name_that_leads_nowhere_stops_kustomize(tmp_path: Path) -> None:
    copy = tmp_path / "deploy"
    shutil.copytree(DEPLOY, copy, ignore=shutil.ignore_patterns("__pycache__", "secrets"))
    overlay = copy / "kubernetes" / "overlays" / "small"
    assert rendered(overlay) == rendered("small")
    (copy / "kubernetes" / "base" / "feed" / "kustomization.yaml").unlink()
    with pytest.raises(ValueError, match="feed"):
        rendered(overlay)


@pytest.fixture
def installed_units(tmp_path: Path) -> Path:
    """The units as they lie on a machine, with a program to start; systemd looks whether it is there."""
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    for unit in folder.glob("*.service"):
        unit.write_text(unit.read_text("utf-8").replace(PROGRAM, "/bin/true"), encoding="utf-8")
    return folder


def unit_names(folder: Path) -> Iterator[str]:
    """Every unit, the template as one of its instances."""
    yield from (unit.name.replace("@.", "@claims.") for unit in sorted(folder.glob("tideover*")) if unit.is_file())


def verified(folder: Path, unit: str) -> str:
    """What systemd has against a unit; it only warns of what it does not know, so every word counts."""
    analyze = need("systemd-analyze", package="systemd")
    done = tool("env", f"SYSTEMD_UNIT_PATH={folder}:", analyze, "verify", "--man=no", folder / unit)
    return done.stdout + done.stderr


def test_systemd_has_nothing_against_any_unit(installed_units: Path) -> None:
    names = list(unit_names(installed_units))
    assert len(names) == 11
    assert {name: said for name in names if (said := verified(installed_units, name))} == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Type=exec", "Type=exek"),
        ("RestartSec=2", "RestartSecs=2"),
        ("/bin/true worker", "/bin/not-here worker"),
    ],
)
def test_a_planted_fault_in_a_unit_is_found(installed_units: Path, before: str, after: str) -> None:
    unit = installed_units / "tideover@.service"
    assert before in unit.read_text("utf-8")
    unit.write_text(unit.read_text("utf-8").replace(before, after), encoding="utf-8")
    assert verified(installed_units, "tideover@claims.service")


def exposed(folder: Path, unit: str) -> bool:
    """Whether a unit leaves more open than we allow."""
    analyze = need("systemd-analyze", package="systemd")
    arguments = (analyze, "security", "--offline=true", f"--threshold={EXPOSURE_MAX}", folder / unit)
    return tool("env", f"SYSTEMD_UNIT_PATH={folder}:", *arguments).returncode != 0


def test_no_unit_leaves_more_open_than_it_needs(installed_units: Path) -> None:
    services = [name for name in unit_names(installed_units) if name.endswith(".service")]
    assert not [name for name in services if exposed(installed_units, name)]


def test_a_unit_without_its_hardening_is_found(installed_units: Path) -> None:
    (installed_units / "tideover-.service.d" / "hardening.conf").unlink()
    assert exposed(installed_units, "tideover-relay.service")


def test_prometheus_reads_its_file(tmp_path: Path) -> None:
    file = DEPLOY / "compose" / "prometheus.yml"
    done = tool(need("promtool", package="prometheus"), "check", "config", "--syntax-only", file)
    assert done.returncode == 0, done.stderr
    wrong = planted(tmp_path, file, "scrape_interval: 15s", "scrape_intervall: 15s")
    assert tool(need("promtool", package="prometheus"), "check", "config", "--syntax-only", wrong).returncode == 1


def kinds(overlay: str) -> set[str]:
    """The kinds of an overlay's objects."""
    found: set[Any] = {one["kind"] for one in objects(overlay)}
    return found


def test_what_is_optional_is_only_where_it_was_asked_for() -> None:
    assert {"ScaledObject", "TriggerAuthentication", "ServiceMonitor"} <= kinds("production")
    assert not set(SCHEMAS) & kinds("small")
