"""Dashboards are code: the files are what the code makes, and each rule of lint is seen to bite."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.grafana.__main__ import FOLDER, all_dashboards, as_files, main
from deploy.grafana.home import in_time
from deploy.grafana.lint import faults, panels_of
from deploy.grafana.panels import NO_CASE
from deploy.prometheus.tools import tool
from services.names import SERVICES
from services.oversight.views import Stage
from services.watching.catalogue import CATALOGUE

PROVISIONING = FOLDER.parent / "provisioning"
Json = dict[str, Any]


@pytest.fixture
def dashboards() -> dict[str, Json]:
    """Every dashboard as its file has it."""
    return {path.name: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def test_the_files_are_what_the_code_makes() -> None:
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == as_files(), "python -m deploy.grafana"


def test_a_file_that_no_dashboard_makes_any_more_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.grafana.__main__.FOLDER", tmp_path)
    (tmp_path / "forgotten.json").write_text("{}", "utf-8")
    main()
    assert {path.name for path in tmp_path.iterdir()} == as_files().keys()


def test_nothing_is_wrong_with_any_dashboard(dashboards: dict[str, Json]) -> None:
    assert not faults(dashboards)


def panel(home: Json, number: int = 0) -> Any:
    """One of the panels."""
    return list(panels_of(home))[number]


def target(home: Json) -> Any:
    """The first query of the first panel."""
    return panel(home)["targets"][0]


def asks(expression: str) -> Callable[[Json], object]:
    return lambda home: target(home).update(expr=expression)


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (lambda home: home.update(uid="tideover-money"), "two dashboards have the uid"),
        (lambda home: panel(home).update(id=panel(home, 1)["id"]), "two panels have the id"),
        (lambda home: panel(home)["targets"].append(target(home)), "two queries are called A"),
        (lambda home: home["templating"].update(list=[]), "the datasource cannot be chosen"),
        (lambda home: panel(home).update(datasource={"uid": "prometheus-1"}), "its datasource is fixed"),
        (lambda home: target(home).update(datasource={"uid": "prometheus-1"}), "the datasource of A is fixed"),
        (lambda home: panel(home).update(description=""), "no sentence says what it shows"),
        (lambda home: panel(home)["fieldConfig"]["defaults"].pop("unit"), "it has no unit"),
        (lambda home: panel(home).update(gridPos=panel(home, 1)["gridPos"]), "lies over"),
        (lambda home: panel(home)["gridPos"].update(x=23), "it stands beside the grid"),
        (lambda home: panel(home).update(targets=[]), "it asks for nothing"),
        (asks("sum(tideover_claims"), "sum(tideover_claims"),
        (asks("sum(tideover_unheard_of)"), "tideover_unheard_of is not in the catalogue"),
        (asks("sum(tideover_batch_seconds)"), "tideover_batch_seconds is not in the catalogue"),
        (asks('sum(tideover_claims{person="x"})'), "tideover_claims has no label person"),
        (asks('sum(tideover_claims{state="vanished"})'), "state of tideover_claims is never vanished"),
        (asks('sum(tideover_claims{state=~"open|vanished"})'), "state of tideover_claims is never vanished"),
        (asks('sum(tideover_batch_seconds_bucket{le="5"})'), "le of tideover_batch_seconds_bucket is never 5"),
        (asks("sum by (person) (tideover_claims)"), "has a label person"),
        (asks("sum(rate(tideover_duplicates_total[5m]))"), "is not $__rate_interval"),
    ],
)
def test_a_planted_fault_is_found(dashboards: dict[str, Json], plant: Callable[[Json], object], fault: str) -> None:
    planted = copy.deepcopy(dashboards)
    plant(planted["home.json"])
    assert any(fault in one for one in faults(planted)), faults(planted)


def test_every_service_has_the_same_dashboard() -> None:
    titles = [[one.title for one in dashboard.panels()] for dashboard in all_dashboards() if "service" in dashboard.uid]
    assert len(titles) == len(SERVICES)
    assert all(one == titles[0] for one in titles)


def asked_by(*dashboards: Json) -> str:
    panels = [one["expr"] for dashboard in dashboards for p in panels_of(dashboard) for one in p["targets"]]
    return " ".join([*panels, *(mark["expr"] for one in dashboards for mark in one["annotations"].get("list", ()))])


def test_every_metric_is_looked_at_somewhere(dashboards: dict[str, Json]) -> None:
    rules = FOLDER.parents[1] / "prometheus" / "rules"
    looked_at = " ".join([asked_by(*dashboards.values()), *(path.read_text("utf-8") for path in rules.glob("*.yml"))])
    assert not {name for name in CATALOGUE if name not in looked_at}


def test_the_committee_sees_nothing_of_machines(dashboards: dict[str, Json]) -> None:
    asked = asked_by(dashboards["committee.json"])
    assert "tideover_payments" in asked
    assert not any(word in asked for word in ("lag", "batch_seconds", "outbox", "(up", "process_"))


def test_grafana_is_given_the_dashboards_and_the_datasource() -> None:
    (provider,) = yaml.safe_load((PROVISIONING / "dashboards" / "tideover.yaml").read_text("utf-8"))["providers"]
    assert provider["type"] == "file"
    assert provider["allowUiUpdates"] is False
    (source,) = yaml.safe_load((PROVISIONING / "datasources" / "prometheus.yaml").read_text("utf-8"))["datasources"]
    assert (source["type"], source["isDefault"]) == ("prometheus", True)


@pytest.mark.parametrize(
    ("on_time", "late", "share"), [(0, 0, NO_CASE), (3, 1, 0.75), (0, 2, 0), (4, 0, 1), (None, None, None)]
)
def test_a_share_of_no_case_is_neither_good_nor_bad(
    tmp_path: Path, on_time: int | None, late: int | None, share: float | None
) -> None:
    series = 'tideover_deadlines_passed{{stage="claim_to_decision",window="28d",result="{}"}}'
    given = {"on_time": on_time, "late": late}
    seen = [
        {"series": series.format(result), "values": f"{number}x5"}
        for result, number in given.items()
        if number is not None
    ]
    shows = [] if share is None else [{"labels": "{}", "value": share}]
    asked = {"expr": in_time(Stage.CLAIM_TO_DECISION, 28), "eval_time": "2m", "exp_samples": shows}
    test = {"rule_files": [], "tests": [{"interval": "1m", "input_series": seen, "promql_expr_test": [asked]}]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test), "utf-8")
    run = subprocess.run([tool("promtool"), "test", "rules", tmp_path / "test.yml"], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
