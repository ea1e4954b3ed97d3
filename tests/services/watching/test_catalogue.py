"""The catalogue is the whole truth: closed sets, names that Prometheus accepts, and a budget of series."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from deploy.prometheus.tools import tool
from law.language.terms.errors import RuleSheetError
from services.names import FED, FEED, SERVICES, WORKERS, group_of
from services.oversight.presets import FILE, Presets
from services.watching import readers
from services.watching.catalogue import CATALOGUE, OF_A_WORKER, SERIES_OF_A_WORKER_MAX, exporter_series
from services.watching.certificates import CERTIFICATE_END
from services.watching.money import STANDARD
from services.worlds import laptop_in, served_schemes
from tests.services.watching import one_process
from tests.shape.tree import ROOT

ONE_PROCESS = (sys.executable, "-m", one_process.__name__)


@pytest.fixture(scope="module")
def scraped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a worker and an exporter show after a dozen people lived."""
    folder = str(tmp_path_factory.mktemp("world"))
    return subprocess.run([*ONE_PROCESS, folder], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def lint(text: str) -> str:
    """What `promtool check metrics` says; nothing is good."""
    run = subprocess.run(
        [tool("promtool"), "check", "metrics"], input=text, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


def undeclared(text: str) -> set[str]:
    """Metrics and label values that are shown and stand in no catalogue."""
    found = set()
    for family in families(text):
        if not family.name.startswith("tideover_"):
            continue
        name = f"{family.name}_total" if family.type == "counter" else family.name
        metric = CATALOGUE.get(name)
        for sample in family.samples:
            labels = {label: value for label, value in sample.labels.items() if label != "le"}
            if metric is None or labels.keys() != metric.labels.keys():
                found.add(sample.name)
            else:
                found.update(value for label, value in labels.items() if value not in metric.labels[label])
    return found


def series(text: str) -> int:
    return sum(1 for line in text.splitlines() if line and not line.startswith("#"))


def test_promtool_finds_nothing_wrong_with_what_is_shown(scraped: str) -> None:
    assert lint("# HELP tideover_weeks Weeks.\n# TYPE tideover_weeks gauge\ntideover_weeks 1\n"), "it must bite"
    assert not lint(scraped)


def test_nothing_is_shown_that_the_catalogue_does_not_name(scraped: str) -> None:
    assert undeclared("# TYPE tideover_new gauge\ntideover_new 1\n") == {"tideover_new"}, "the check itself must bite"
    planted = '# TYPE tideover_claims gauge\ntideover_claims{state="Jane Doe"} 1\n'
    assert undeclared(planted) == {"Jane Doe"}, "the check itself must bite"

    assert not undeclared(scraped)


def test_everything_the_catalogue_names_is_shown(scraped: str) -> None:
    shown = {sample.name.removesuffix("_bucket") for family in families(scraped) for sample in family.samples}
    assert {name for name in CATALOGUE if name not in shown} == {CERTIFICATE_END.name}, "a laptop has no server"


def test_the_budget_of_series_is_the_one_that_is_written_down() -> None:
    """At 48 partitions, 50 schemes and 20 currencies; what is shown in earnest is counted in tests/stack."""
    large = exporter_series(partitions=48, schemes=50, currencies=20)
    a_partition = exporter_series(partitions=49, schemes=50, currencies=20) - large
    written = (ROOT / "deploy" / "prometheus" / "README.md").read_text("utf-8")
    assert f"{large:,} series" in written
    assert f"{a_partition} a partition" in written


def test_one_process_that_is_everything_stays_within_both_budgets(scraped: str) -> None:
    of_exporter = exporter_series(partitions=len(readers.PARTITIONS_DECLARED), schemes=2, currencies=1)
    assert series(scraped) < SERIES_OF_A_WORKER_MAX + of_exporter


def test_a_worker_stays_within_its_budget_of_series(scraped: str) -> None:
    names = {metric.name for metric in OF_A_WORKER}
    for service in SERVICES:
        mine = [line for line in scraped.splitlines() if f'service="{service}"' in line and _name(line) in names]
        assert 10 < len(mine) < SERIES_OF_A_WORKER_MAX / 4


def _name(line: str) -> str:
    name = line.partition("{")[0]
    return next((name.removesuffix(end) for end in ("_bucket", "_sum", "_count") if name.endswith(end)), name)


def test_every_metric_says_in_a_sentence_what_it_is() -> None:
    assert all(metric.says.endswith(".") and len(metric.says) > 15 for metric in CATALOGUE.values())
    assert all(metric.buckets or metric.kind != "histogram" for metric in CATALOGUE.values())


def test_names_of_services_and_currencies_are_those_of_the_world(tmp_path: Path) -> None:
    laptop = laptop_in(tmp_path)
    assert set(laptop.services) == set(SERVICES)
    assert {scheme.currency for scheme in served_schemes().values()} == set(STANDARD)
    laptop.close()


def test_groups_are_those_in_which_workers_read() -> None:
    assert set(readers.GROUPS) == {group_of(worker) for worker in WORKERS}
    assert [(service, topic) for group, service, topic in readers.READERS if group == group_of(FEED)] == [FED]


def test_buckets_are_written_as_prometheus_shows_them(scraped: str) -> None:
    """A mistyped `le` selects nothing, and nothing never alerts."""
    shown = {sample.labels["le"] for family in families(scraped) for sample in family.samples if "le" in sample.labels}
    written = {bucket for metric in CATALOGUE.values() for bucket in metric.buckets}
    assert written <= shown
    assert all(str(float(bucket)) == bucket for bucket in written)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('limit_seconds: "60.0"', 'limit_seconds: "60"', "is not one of: 0.1; 0.5"),
        ("window_days: 28", "window_days: 30", "is not one of: 1; 3; 7; 28"),
        ('target: "0.93"', 'target: "1.0"', "above 0 and below 1"),
        ("  first_payment:", "  first_paradise:", "first_pa"),
        ('cites: "Institution\'s own rule"', 'cites: ""', "words are expected"),
    ],
)
def test_a_promise_that_cannot_be_measured_is_refused(tmp_path: Path, before: str, after: str, fault: str) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    path = tmp_path / "presets.yaml"
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(RuleSheetError, match=fault):
        Presets.from_file(path)


def test_what_is_promised_is_known() -> None:
    presets = Presets.from_file()
    assert all(Decimal("0.5") < promise.target < 1 for promise in presets.stages.values())
