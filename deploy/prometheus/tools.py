"""Prometheus and its checkers, from the system's packages."""

from __future__ import annotations

from deploy.programs import need

PACKAGES = {
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "amtool": "prometheus-alertmanager",
}


def tool(name: str) -> str:
    """Where a tool stands, installed if it is missing and we may. Raises `MissingProgram` with what to install."""
    return need(name, package=PACKAGES[name])
