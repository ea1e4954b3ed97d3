"""What a Prometheus is asked over its HTTP API."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


class QueryFailed(Exception):
    """Prometheus could not answer; the message is its own."""


@dataclass(frozen=True)
class Api:
    """A server by its address."""

    address: str
    """Host and port."""

    def query(self, expression: str, at: float | None = None) -> list[dict[str, Any]]:
        """The instant vector of an expression at a moment in unix seconds, or now. Raises `QueryFailed`."""
        answer = self._get("query", {"query": expression} | ({} if at is None else {"time": str(at)}))
        if answer["resultType"] == "scalar":
            return [{"metric": {}, "value": answer["result"]}]
        found: list[dict[str, Any]] = answer["result"]
        return found

    def query_range(self, expression: str, start: float, end: float, step_seconds: int) -> list[dict[str, Any]]:
        """The range vector of an expression between two moments in unix seconds. Raises `QueryFailed`."""
        asked = {"query": expression, "start": str(start), "end": str(end), "step": str(step_seconds)}
        found: list[dict[str, Any]] = self._get("query_range", asked)["result"]
        return found

    def targets(self) -> dict[str, str]:
        """The health of every scraped address: `up`, `down` or `unknown`."""
        active = self._get("targets", {})["activeTargets"]
        return {one["labels"]["instance"]: one["health"] for one in active}

    def alerts(self) -> dict[str, str]:
        """The state of every alert that is pending or fires."""
        return {one["labels"]["alertname"]: one["state"] for one in self._get("alerts", {})["alerts"]}

    def rules(self) -> list[dict[str, Any]]:
        """Every rule as the server evaluates it, with its `health`."""
        return [rule for group in self._get("rules", {})["groups"] for rule in group["rules"]]

    def _get(self, what: str, asked: Mapping[str, str]) -> Any:
        url = f"http://{self.address}/api/v1/{what}?{urlencode(asked)}"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as fault:
            said = json.load(fault)
            fault.close()
            raise QueryFailed(said.get("error", str(fault))) from None
