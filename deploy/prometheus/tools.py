"""Prometheus and its checkers, from the system's packages."""

from __future__ import annotations

from deploy.programs import need

PACKAGES = {
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "amtool": "prometheus-alertmanager",
    "alertmanager": "prometheus-alertmanager",
}
NAMED = {"alertmanager": "prometheus-alertmanager"}
"""Where a distribution calls a program as its package."""


def tool(name: str) -> str:
    """Where a tool stands, installed if it is missing and we may. Raises `MissingProgram` with what to install."""
    return need(NAMED.get(name, name), package=PACKAGES[name])
