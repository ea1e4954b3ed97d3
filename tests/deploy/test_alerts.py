"""Every alert fires when it must and is quiet when it must be, reaches who understands it, and says what to do."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.prometheus import burn, cases
from deploy.prometheus.cases import CaseMissing, alerts, rules, tried_both_ways
from deploy.prometheus.tools import tool
from deploy.promql import faults_of
from services.oversight.presets import Stage, standard_presets
from tests.shape.tree import ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
RUNBOOKS = ROOT / "deploy" / "runbooks"
RECORDED = {rule["record"] for rule in rules() if "record" in rule}
SECTIONS = ("## What it means", "## How to check", "## What to do", "## Whom to call")
WORDS_MIN = 12


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([tool("promtool"), *arguments], capture_output=True, text=True, check=False)


class TestTheRules:
    def test_are_accepted_by_promtool_and_so_is_the_configuration(self) -> None:
        run = promtool("check", "config", "--lint=all", "--lint-fatal", PROMETHEUS / "prometheus.yml")
        assert run.returncode == 0, run.stdout + run.stderr

    def test_a_rule_that_cannot_be_read_is_found(self, tmp_path: Path) -> None:
        (tmp_path / "r.yml").write_text("groups: [{name: x, rules: [{alert: X, expr: 'sum('}]}]", "utf-8")
        assert promtool("check", "rules", tmp_path / "r.yml").returncode != 0

    def test_ask_only_for_what_is_shown(self) -> None:
        assert list(faults_of("sum(tideover_unheard_of) > 0")), "the check itself must bite"
        assert not [fault for rule in rules() for fault in faults_of(rule["expr"], RECORDED)]

    def test_of_promises_are_what_the_presets_make(self) -> None:
        assert burn.FILE.read_text("utf-8") == burn.as_yaml(), "python -m deploy.prometheus"

    def test_name_who_is_alarmed_and_how_soon(self) -> None:
        for name, rule in alerts().items():
            assert rule["labels"]["severity"] in {"page", "ticket", "none"}, name
            assert rule["labels"]["of"] in {"people", "money", "engine"}, name
            assert rule["annotations"]["summary"], name


class TestEveryAlertIsTried:
    def test_it_fires_and_it_is_quiet(self, tmp_path: Path) -> None:
        tried_both_ways(alerts(), cases.cases())
        assert not cases.run(tmp_path, cases.cases())

    @pytest.mark.parametrize("missing", ["fires", "quiet"])
    def test_an_alert_without_both_cases_is_found(self, missing: str) -> None:
        tried = cases.cases()
        tried["EventsLost"] = {one: case for one, case in tried["EventsLost"].items() if one != missing}
        with pytest.raises(CaseMissing, match=f"EventsLost has no case: {missing}"):
            tried_both_ways(alerts(), tried)

    def test_only_the_watchdog_may_never_be_quiet(self) -> None:
        tried = cases.cases()
        tried["EventsLost"] = tried["EventsLost"] | {"quiet": cases.NEVER}
        with pytest.raises(CaseMissing, match="EventsLost"):
            tried_both_ways(alerts(), tried)

    def test_a_case_of_an_alert_that_is_gone_is_found(self) -> None:
        with pytest.raises(CaseMissing, match="There is no alert Gone"):
            tried_both_ways(alerts(), {**cases.cases(), "Gone": {}})

    @pytest.mark.parametrize(("one", "other"), [("fires", "quiet"), ("quiet", "fires")])
    def test_promtool_notices_when_an_alert_does_not_do_as_it_must(self, tmp_path: Path, one: str, other: str) -> None:
        both = cases.cases()["EventsLost"]
        assert "EventsLost" in cases.run(tmp_path, {"EventsLost": {one: both[other]}})


class TestThePromises:
    @pytest.mark.parametrize("target", ["0.80", "0.87", "0.93", "0.95", "0.99"])
    def test_have_factors_with_which_an_alert_can_fire(self, target: str) -> None:
        for wanted in (burn.FAST, burn.SLOW):
            factor = burn.fitting(wanted, Decimal(target))
            assert 1 < factor <= burn.maximum(Decimal(target)) * burn.OF_MAXIMUM_MAX
            assert factor * (1 - Decimal(target)) <= burn.OF_MAXIMUM_MAX, "more than that share can hardly be late"

    def test_refuse_a_factor_that_everybody_copies_and_that_could_never_be_passed(self) -> None:
        with pytest.raises(burn.FactorTooHigh):
            burn.checked(Decimal("14.4"), Decimal("0.87"))
        assert burn.checked(Decimal("14.4"), Decimal("0.99")) == Decimal("14.4")

    def test_follow_their_presets(self) -> None:
        presets = standard_presets()
        strict = replace(presets.stages[Stage.CLAIM_TO_DECISION], target=Decimal("0.99"))
        changed = replace(presets, stages={**presets.stages, Stage.CLAIM_TO_DECISION: strict})
        assert 'ratio_1d{stage="claim_to_decision"} > 0.060' in burn.as_yaml(changed).replace("\n      ", " ")


class TestTheRunbooks:
    def test_there_is_one_for_each_alert_and_none_for_no_alert(self) -> None:
        urls = {rule["annotations"]["runbook_url"] for rule in alerts().values()}
        names = {rule["alert"] for rule in alerts().values()}
        assert {path.stem for path in RUNBOOKS.glob("*.md")} - {"README"} == names
        assert {burn.runbook(name) for name in names} == urls

    @pytest.mark.parametrize("config", ["prometheus/prometheus.yml", "compose/prometheus.yml"])
    def test_their_links_can_be_opened_since_an_institution_says_once_where_they_are(self, config: str) -> None:
        said = yaml.safe_load((ROOT / "deploy" / config).read_text("utf-8"))
        assert said["global"]["external_labels"]["runbooks"].startswith("https://")

    def test_each_says_what_it_means_how_to_check_what_to_do_and_whom_to_call(self) -> None:
        assert too_short("# X\n\n## What it means\n\nWords.\n"), "the check itself must bite"
        for name in {rule["alert"] for rule in alerts().values()}:
            text = (RUNBOOKS / f"{name}.md").read_text("utf-8")
            assert text.startswith(f"# {name}\n"), name
            assert not too_short(text), name


def too_short(text: str) -> list[str]:
    """Sections that are missing or say next to nothing."""
    found = []
    for section in SECTIONS:
        body = text.partition(f"{section}\n")[2].partition("\n## ")[0]
        if len(body.split()) < WORDS_MIN:
            found.append(section)
    return found


class TestWhoHearsWhat:
    def route(self, *labels: str) -> str:
        run = subprocess.run(
            [tool("amtool"), "config", "routes", "test", f"--config.file={PROMETHEUS / 'alertmanager.yml'}", *labels],
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout.strip()

    def test_the_configuration_is_accepted(self, tmp_path: Path) -> None:
        def accepts(path: Path) -> bool:
            check: list[str | Path] = [tool("amtool"), "check-config", path]
            return subprocess.run(check, capture_output=True, check=False).returncode == 0

        assert accepts(PROMETHEUS / "alertmanager.yml")
        text = (PROMETHEUS / "alertmanager.yml").read_text("utf-8")
        (tmp_path / "a.yml").write_text(text.replace("receiver: money-pager", "receiver: nobody"), "utf-8")
        assert not accepts(tmp_path / "a.yml")

    @pytest.mark.parametrize(
        ("alert", "receiver"),
        [
            ("Watchdog", "watchdog"),
            ("DayNotClosed", "people-pager"),
            ("CasesOverdue", "people-tickets"),
            ("LedgerOffBalance", "money-pager"),
            ("ManyPaymentsReturned", "money-tickets"),
            ("BehindTheLog", "engine-pager"),
            ("PipelineSlow", "engine-tickets"),
        ],
    )
    def test_an_alert_reaches_who_understands_it(self, alert: str, receiver: str) -> None:
        labels: dict[str, Any] = alerts()[alert]["labels"]
        assert self.route(f"alertname={alert}", *(f"{name}={value}" for name, value in labels.items())) == receiver

    def test_every_alert_reaches_somebody_of_its_own(self) -> None:
        for name, rule in alerts().items():
            labels = {"alertname": rule["alert"], **rule["labels"]}
            reached = self.route(*(f"{label}={value}" for label, value in labels.items()))
            if labels["severity"] != "none":
                assert reached == f"{labels['of']}-{'pager' if labels['severity'] == 'page' else 'tickets'}", name

    def test_inhibitions_name_alerts_that_there_are(self) -> None:
        config = yaml.safe_load((PROMETHEUS / "alertmanager.yml").read_text("utf-8"))
        named = {
            name
            for rule in config["inhibit_rules"]
            for matcher in (*rule["source_matchers"], *rule["target_matchers"])
            if matcher.startswith("alertname")
            for name in matcher.partition("=")[2].strip('~"').split("|")
        }
        assert named <= {rule["alert"] for rule in alerts().values()}
