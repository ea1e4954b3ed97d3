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
from deploy.grafana.home import IN_WORDS, in_time, in_time_by_calendar
from deploy.grafana.lint import faults, panels_of
from deploy.grafana.panels import LAW_CHANGED, NO_CASE
from deploy.grafana.render.field import field_of
from deploy.grafana.roles import of_process
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


def bars(home: Json) -> Any:
    """A panel of bars."""
    return titled(home, "Overdue now")


def lines(home: Json) -> Any:
    """A panel of lines."""
    return titled(home, "Behind the log")


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
        (asks("sum(increase(tideover_duplicates_total[$__range]))"), "it counts in the time shown"),
        (asks('sum(tideover_deadlines_passed{window="7d"})'), "it looks at 7 closed days"),
        (asks("sum(tideover_week_payments)"), "it does not say since when it counts"),
        (asks("max(tideover_currency_minor_units)"), "a currency has not its own decimals"),
        (asks('sum(tideover_blind{place="$place"})'), "nobody can choose $place"),
        (lambda home: panel(home)["fieldConfig"]["defaults"].pop("noValue"), "it does not say that it cannot see"),
        (lambda home: bars(home)["fieldConfig"]["defaults"].pop("min"), "its bars do not begin at zero"),
        (lambda home: lines(home)["fieldConfig"]["defaults"]["custom"].pop("axisSoftMin"), "show where zero is"),
        (lambda home: lines(home)["options"]["legend"].update(displayMode="list"), "its legend is no table"),
        (lambda home: home.update(graphTooltip=0), "its panels do not share a crosshair"),
        (lambda home: home["templating"]["list"].append({"name": "topic"}), "nothing asks for $topic"),
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


CLOSED = 'tideover_deadlines_passed{{stage="claim_to_decision",window="28d",result="{}"}}'
CALENDAR = 'tideover_calendar_deadlines_passed{{stage="claim_to_decision",result="{}"}}'


@pytest.mark.parametrize(
    "clock",
    [(CLOSED, in_time(Stage.CLAIM_TO_DECISION, 28)), (CALENDAR, in_time_by_calendar(Stage.CLAIM_TO_DECISION))],
)
@pytest.mark.parametrize(
    ("on_time", "late", "share"), [(0, 0, NO_CASE), (3, 1, 0.75), (0, 2, 0), (4, 0, 1), (None, None, None)]
)
def test_a_share_of_no_case_is_neither_good_nor_bad(
    tmp_path: Path, clock: tuple[str, str], on_time: int | None, late: int | None, share: float | None
) -> None:
    series, asks = clock
    given = {"on_time": on_time, "late": late}
    seen = [
        {"series": series.format(result), "values": f"{number}x5"}
        for result, number in given.items()
        if number is not None
    ]
    shows = [] if share is None else [{"labels": "{}", "value": share}]
    asked = {"expr": asks, "eval_time": "2m", "exp_samples": shows}
    test = {"rule_files": [], "tests": [{"interval": "1m", "input_series": seen, "promql_expr_test": [asked]}]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test), "utf-8")
    run = subprocess.run([tool("promtool"), "test", "rules", tmp_path / "test.yml"], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def exprs(panel: Json) -> str:
    return " ".join(target["expr"] for target in panel["targets"])


def titled(dashboard: Json, title: str) -> Any:
    [found] = [one for one in panels_of(dashboard) if one["title"] == title]
    return found


def test_home_shows_who_is_called_what_is_left_of_each_promise_and_who_is_behind(dashboards: dict[str, Json]) -> None:
    home = dashboards["home.json"]
    alerts = titled(home, "Alerts that fire")
    assert alerts["type"] == "table"
    [link] = [one["value"][0]["url"] for o in alerts["fieldConfig"]["overrides"] for one in o["properties"]]
    assert link == "${runbooks}/${__value.raw}.md"
    for title in ("Error budget left", "Error budget burn"):
        asks = exprs(titled(home, title))
        assert [stage for stage in Stage if f'stage="{stage}"' not in asks] == []
    assert "by (topic, partition)" in exprs(titled(home, "Behind the log, by partition"))


@pytest.mark.parametrize("name", ["home.json", "decisions.json", "committee.json"])
def test_every_share_in_time_has_its_twin_by_the_calendar(dashboards: dict[str, Json], name: str) -> None:
    """While no day is closed a share of closed days stands still, however late people are."""
    clocks = [titled(dashboards[name], title) for title in IN_WORDS.values()]
    assert len(clocks) == len(Stage)
    for clock in clocks:
        assert "tideover_deadlines_passed" in exprs(clock)
        assert "tideover_calendar_deadlines_passed" in exprs(clock)


def test_every_role_that_is_scraped_has_a_dashboard_from_one_template(dashboards: dict[str, Json]) -> None:
    config = yaml.safe_load((FOLDER.parents[1] / "compose" / "prometheus.yml").read_text("utf-8"))
    scraped = {
        name for job in config["scrape_configs"] for one in job.get("dns_sd_configs", ()) for name in one["names"]
    }
    own = {f"role-{role}.json" for role in scraped - set(SERVICES)}
    of_services = {f"service-{service.replace('_', '-')}.json" for service in scraped & set(SERVICES)}
    assert own | of_services | {"role-closing.json"} == {
        name for name in dashboards if name.startswith(("role-", "serv"))
    } - {"servers.json"}
    template = [panel.title for panel in of_process('role="any"')]
    for name in own | of_services:
        titles = [one["title"] for one in panels_of(dashboards[name])]
        assert [one for one in titles if one in template] == template, name


def test_a_reader_may_choose_service_topic_partition_and_scheme(dashboards: dict[str, Json]) -> None:
    chosen = {name: {one["name"] for one in board["templating"]["list"]} for name, board in dashboards.items()}
    assert {"service", "topic", "partition"} <= chosen["flow.json"]
    assert "scheme" in chosen["decisions.json"]


def test_versions_calls_and_changes_of_the_law_are_drawn_across_all_charts(dashboards: dict[str, Json]) -> None:
    marks = {name: {one["name"] for one in board["annotations"]["list"]} for name, board in dashboards.items()}
    operations = {"Another version runs", "Alerts that call somebody"}
    assert marks.pop("committee.json") == {"The law changes"}
    assert all(found == {"The law changes", *operations} for found in marks.values())


@pytest.mark.parametrize(("currency", "decimals"), [("USD", 2), ("JPY", 0), ("TND", 3), ("CLF", 4)])
def test_every_currency_has_its_own_decimals(dashboards: dict[str, Json], currency: str, decimals: int) -> None:
    paid = titled(dashboards["committee.json"], "Paid")
    assert field_of(paid, currency).text(1) == f"{1:.{decimals}f}"


@pytest.mark.parametrize(
    ("known", "drawn"),
    [([9, 8, 7, 6], []), ([9, 8, 40, 39], [2, 3]), ([3650, 3650, 3650, 3650], [])],
)
def test_the_law_is_said_to_change_when_what_is_known_lasts_longer(
    tmp_path: Path, known: list[int], drawn: list[int]
) -> None:
    series = {"series": 'tideover_law_known_seconds{scheme="no/dagpenger"}', "values": " ".join(map(str, known))}
    asks = [
        {
            "expr": f"count({LAW_CHANGED})",
            "eval_time": f"{2 * minute}m",
            "exp_samples": [{"labels": "{}", "value": 1}] if minute in drawn[:1] else [],
        }
        for minute in range(len(known))
    ]
    test = {"rule_files": [], "tests": [{"interval": "2m", "input_series": [series], "promql_expr_test": asks}]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test), "utf-8")
    run = subprocess.run([tool("promtool"), "test", "rules", tmp_path / "test.yml"], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
