"""The files by which Tideover is deployed, read once: compose, Kubernetes rendered, systemd."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.names import CHAINED, WORKERS
from tests.shape.tree import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
OVERLAYS = sorted(path.name for path in (DEPLOY / "kubernetes" / "overlays").iterdir())
UNITS = DEPLOY / "systemd" / "system"
PROGRAM = "/opt/tideover/bin/tideover"


def tool(name: str, *arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A program of our environment, whatever it answers."""
    program = Path(sys.executable).parent / name
    command = [str(program if program.exists() else name), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@cache
def compose() -> dict[str, Any]:
    """The compose file with its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return found


def rendered(overlay: str | Path) -> str:
    """What kustomize makes of an overlay. Raises `ValueError` with its words."""
    folder = overlay if isinstance(overlay, Path) else DEPLOY / "kubernetes" / "overlays" / overlay
    done = tool("kubectl", "kustomize", folder)
    if done.returncode:
        raise ValueError(done.stderr)
    return done.stdout


@cache
def objects(overlay: str) -> tuple[dict[str, Any], ...]:
    """Every object of an overlay."""
    return tuple(one for one in yaml.load_all(rendered(overlay), yaml.CSafeLoader) if one)


def pod_specs(overlay: str) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """Name, labels and spec of every pod that an overlay makes."""
    for one in objects(overlay):
        spec = one.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", {}).get("template") or spec.get("template")
        if template:
            name = f"{one['kind']}/{one['metadata']['name']}"
            yield name, template["metadata"].get("labels", {}), template["spec"]


def containers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All containers of a pod, those that prepare it too."""
    return [*spec.get("initContainers", []), *spec["containers"]]


@dataclass(frozen=True)
class Process:
    """A process that some file starts: where, its arguments after `tideover`, and its environment."""

    where: str
    arguments: tuple[str, ...]
    environment: dict[str, str]


def processes() -> list[Process]:
    """Every process of the engine that any way of deploying starts."""
    return [*_in_compose(), *(one for overlay in OVERLAYS for one in _in_kubernetes(overlay)), *_in_systemd()]


def _in_compose() -> Iterator[Process]:
    for name, service in compose()["services"].items():
        if service["image"].startswith("tideover:"):
            environment = {key: str(value) for key, value in service.get("environment", {}).items()}
            yield Process(f"compose/{name}", tuple(service["command"]), environment)


def _in_kubernetes(overlay: str) -> Iterator[Process]:
    settings = next(one["data"] for one in objects(overlay) if one["metadata"]["name"].startswith("settings-"))
    for name, labels, spec in pod_specs(overlay):
        for container in containers(spec):
            if not container["image"].startswith("tideover:") or container["name"] == "secrets":
                continue
            environment = _environment(container, labels, settings)
            arguments = [_expanded(part, environment) for part in container.get("args", [])]
            if command := container.get("command"):
                arguments = [part for text in _after_program(command[-1]) for part in shlex.split(text)]
            yield Process(f"kubernetes/{overlay}/{name}", tuple(arguments), environment)


def _environment(container: dict[str, Any], labels: dict[str, str], settings: dict[str, str]) -> dict[str, str]:
    found = dict(settings) if "envFrom" in container else {}
    for one in container.get("env", []):
        source = one.get("valueFrom", {})
        if "configMapKeyRef" in source:
            found[one["name"]] = settings[source["configMapKeyRef"]["key"]]
        elif "fieldRef" in source:
            label = re.search(r"labels\['(.+)'\]", source["fieldRef"]["fieldPath"])
            found[one["name"]] = labels[label[1]] if label else "10.0.0.1"
        else:
            found[one["name"]] = _expanded(one["value"], found)
    return found


def _expanded(text: str, environment: dict[str, str]) -> str:
    """`$(NAME)` as Kubernetes puts it in; raises `KeyError` for a name that was not set before."""
    return re.sub(r"\$\((\w+)\)", lambda found: environment[found[1]], text)


def _in_systemd() -> Iterator[Process]:
    for unit in sorted(UNITS.glob("*.service")):
        text = unit.read_text("utf-8")
        environment = dict(
            pair.split("=", 1)
            for line in re.findall(r"^Environment=(.*)$", text, re.MULTILINE)
            for pair in line.split()
        )
        [line] = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
        for instance in (CHAINED, *WORKERS) if "@" in unit.name else ("",):
            for command in _after_program(line.replace("%i", instance)):
                yield Process(f"systemd/{unit.name}{instance}", tuple(shlex.split(command)), environment)


def _after_program(line: str) -> list[str]:
    """What stands behind the program's name, up to the end of the shell's word if it is in one."""
    found = re.search(r"(?:/opt/tideover/bin/)?tideover ([^']*)", line)
    return [re.sub(r"\"?\$+\(.*?\)\"?", "2026-11-20", found[1])] if found else []
