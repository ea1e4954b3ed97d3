"""Rules and routes as the Prometheus Operator takes them: a ConfigMap that no Prometheus mounts alarms nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.prometheus.cases import RULES

FOLDER = Path(__file__).parents[1] / "kubernetes" / "components" / "monitoring"
ROUTES = Path(__file__).with_name("alertmanager.yml")
RULES_FILE, ROUTES_FILE = FOLDER / "rules.yaml", FOLDER / "routes.yaml"
HEAD = "# Made by `python -m deploy.prometheus` from {source}. Do not edit.\n"
GROUP = "monitoring.coreos.com"
NAMESPACE = "tideover"
"""The operator routes an alert to who asked for those of a namespace; a sum or an absence carries none by itself."""
_MATCHER = re.compile(r"(?P<name>\w+)(?P<sign>=~|!~|!=|=)\"(?P<value>[^\"]*)\"")
_SNAKE = re.compile(r"_(\w)")


def rules() -> str:
    """Every rule as one PrometheusRule."""
    groups = [
        group for path in sorted(RULES.glob("*.yml")) for group in yaml.safe_load(path.read_text("utf-8"))["groups"]
    ]
    return HEAD.format(source="deploy/prometheus/rules") + _written(
        {
            "apiVersion": f"{GROUP}/v1",
            "kind": "PrometheusRule",
            "metadata": {"name": "tideover"},
            "spec": {"groups": groups},
        }
    )


def routes() -> str:
    """Who hears what, as one AlertmanagerConfig; addresses of receivers stand in a Secret, one key a receiver."""
    told = yaml.safe_load(ROUTES.read_text("utf-8"))
    return HEAD.format(source="deploy/prometheus/alertmanager.yml") + _written(
        {
            "apiVersion": f"{GROUP}/v1alpha1",
            "kind": "AlertmanagerConfig",
            "metadata": {"name": "tideover"},
            "spec": {
                "route": _route(told["route"]),
                "inhibitRules": [_inhibited(rule) for rule in told["inhibit_rules"]],
                "receivers": [_receiver(one) for one in told["receivers"]],
            },
        }
    )


def write() -> None:
    """Write both files."""
    RULES_FILE.write_text(rules(), "utf-8")
    ROUTES_FILE.write_text(routes(), "utf-8")


def _written(manifest: Mapping[str, Any]) -> str:
    return yaml.safe_dump(manifest, sort_keys=False, width=118, allow_unicode=True)


def _route(route: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in route.items():
        match name:
            case "matchers":
                found["matchers"] = list(_matchers(value))
            case "routes":
                found["routes"] = [_route(one) for one in value]
            case _:
                found[_camel(name)] = value
    return found


def _inhibited(rule: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sourceMatch": list(_matchers(rule["source_matchers"])),
        "targetMatch": list(_matchers(rule["target_matchers"])),
    }
    return found | ({"equal": rule["equal"]} if "equal" in rule else {})


def _receiver(receiver: Mapping[str, Any]) -> dict[str, Any]:
    """A receiver whose address an institution keeps as a secret: whoever knows it can call people."""
    (hook,) = receiver["webhook_configs"]
    resolved = {"sendResolved": hook["send_resolved"]} if "send_resolved" in hook else {}
    address = {"urlSecret": {"name": "tideover-receivers", "key": receiver["name"]}}
    return {"name": receiver["name"], "webhookConfigs": [{**address, **resolved}]}


def _matchers(written: list[str]) -> Iterator[dict[str, str]]:
    for one in written:
        matched = _MATCHER.fullmatch(one)
        if matched is None:
            raise ValueError(f"{one} is no matcher")
        sign = {} if matched["sign"] == "=" else {"matchType": matched["sign"]}  # a bare = is no text in older YAML
        yield {"name": matched["name"], **sign, "value": matched["value"]}


def _camel(name: str) -> str:
    return _SNAKE.sub(lambda found: found[1].upper(), name)
