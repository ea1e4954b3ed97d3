"""`python -m deploy.grafana` writes every dashboard as the JSON with which Grafana is provisioned."""

from __future__ import annotations

from pathlib import Path

from deploy.grafana.committee import committee
from deploy.grafana.decisions import decisions
from deploy.grafana.flow import flow
from deploy.grafana.home import home
from deploy.grafana.money import money
from deploy.grafana.panels import Dashboard
from deploy.grafana.referrals import referrals
from deploy.grafana.roles import role_dashboards
from deploy.grafana.servers import servers
from deploy.grafana.services import service_dashboards

FOLDER = Path(__file__).with_name("dashboards")


def all_dashboards() -> list[Dashboard]:
    """Every dashboard, the home first."""
    return [
        home(),
        committee(),
        decisions(),
        money(),
        referrals(),
        flow(),
        servers(),
        *service_dashboards(),
        *role_dashboards(),
    ]


def as_files() -> dict[str, str]:
    """File name and content of every dashboard."""
    return {f"{one.uid.removeprefix('tideover-')}.json": one.as_json() for one in all_dashboards()}


def main() -> None:
    """Write the files, and remove those that no dashboard makes any more."""
    FOLDER.mkdir(exist_ok=True)
    files = as_files()
    for path in FOLDER.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (FOLDER / name).write_text(content, "utf-8")


if __name__ == "__main__":
    main()
