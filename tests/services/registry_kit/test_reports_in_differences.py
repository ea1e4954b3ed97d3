"""Corrections that say only what is to be added or taken away, as in the Danish report."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.__main__ import app
from services.registry_kit.mapping import Mapping as FileMapping
from tests.services.registry_kit.office import ABOUT, KEY, write_csv, write_mapping
from tests.services.registry_kit.recipes import Line, Reporting

RULES: dict[str, Any] = {
    **ABOUT,
    "fields": {
        "key": {"hidden": ["firm", "month"], "under": "employers"},
        "source_version": {"counted": "changes"},
        "recorded_at": "sent",
        "employer": {"hidden": "firm", "under": "employers"},
        "period": {"month": "month"},
        "earnings": {"column": "pay", "currency": "DKK", "decimal": "comma", "thousands": "point"},
    },
    "differences": {"when": {"correction": ["R"]}, "id": ["number"]},
}
MARCH = {"id": "1234", "firm": "F1", "month": "2019-03", "pay": "20.000,00", "correction": "", "number": "1"}
MARCH["sent"] = "2019-04-01T09:00:00Z"


def corrected(number: str, pay: str, day: str) -> Line:
    return {**MARCH, "correction": "R", "number": number, "pay": pay, "sent": f"2019-{day}T09:00:00Z"}


LESS, MORE = corrected("2", "-500,50", "05-02"), corrected("3", "1.200,00", "05-03")


WHOLE_AGAIN = {**MARCH, "pay": "20.100,00", "sent": "2019-05-10T09:00:00Z"}
"""Reported whole again after `LESS` and `MORE`, and before `LATER`."""
LATER = corrected("6", "-100,00", "06-03")


def reporting(whole: str | None = None) -> Reporting:
    """A mapping that says, or does not say, what a later whole figure is."""
    differences = {**RULES["differences"], **({"whole": whole} if whole else {})}
    return Reporting(FileMapping.model_validate({**RULES, "differences": differences}), "contribution")


def test_differences_add_up_with_what_they_correct_in_any_order_and_each_once() -> None:
    for order in permutations([LESS, MORE, LESS, MARCH]):
        told = reporting()
        told.report(MARCH, *order)
        assert (told.pay(), told.rejected) == ([("2019-03-01", 2_069_950)], [])


def test_a_difference_to_nothing_and_one_that_takes_more_than_there_is_are_rejected() -> None:
    told = reporting()
    told.report(MORE, MARCH, corrected("4", "-20.000,01", "05-04"))
    assert told.rejected == [
        "nothing is known that it differs from; ingest the earlier reports first",
        "earnings: more is taken back than was reported",
    ]
    assert told.pay() == [("2019-03-01", 2_000_000)]


def test_what_is_taken_back_takes_its_differences_with_it() -> None:
    told = Reporting(FileMapping.model_validate({**RULES, "cancels": {"correction": ["X"]}}), "contribution")
    told.report(MARCH, LESS, {**MARCH, "correction": "X", "sent": "2019-06-01T09:00:00Z"})
    assert (told.pay(), told.rejected) == ([], [])
    told.report(MORE)
    assert told.rejected == ["nothing is known that it differs from; ingest the earlier reports first"]


def test_what_is_reported_anew_after_it_was_taken_back_keeps_no_difference_of_before() -> None:
    taken_back = {**MARCH, "correction": "X", "sent": "2019-06-01T09:00:00Z"}
    anew = {**MARCH, "sent": "2019-06-02T09:00:00Z"}
    later = corrected("5", "-1,00", "06-03")
    for order in permutations([LESS, taken_back, later]):
        told = Reporting(FileMapping.model_validate({**RULES, "cancels": {"correction": ["X"]}}), "contribution")
        told.report(MARCH, anew, *order, LESS)
        assert (told.pay(), told.rejected) == ([("2019-03-01", 1_999_900)], []), order
        assert told.report(taken_back) == [], "a repetition is no news"


def test_a_difference_without_its_number_is_rejected_by_the_name_of_the_column() -> None:
    told = reporting()
    told.report(MARCH, corrected("", "-500,50", "05-02"))
    assert told.rejected == ["number: is missing"]


@pytest.mark.parametrize(
    ("whole", "pay"),
    [("includes_differences", 2_000_000), ("leaves_out_differences", 2_069_950), (None, 2_069_950)],
)
def test_a_later_whole_figure_includes_earlier_differences_or_leaves_them_out_as_the_mapping_says(
    whole: str | None, pay: int
) -> None:
    for order in permutations([LESS, MORE, WHOLE_AGAIN, LATER]):
        told = reporting(whole)
        told.report(MARCH, *order, LESS)
        assert (told.pay(), told.rejected) == ([("2019-03-01", pay)], []), order


def test_a_whole_figure_and_a_difference_of_one_moment_are_not_guessed_at() -> None:
    same_moment = {**WHOLE_AGAIN, "sent": LESS["sent"]}
    for order in ((LESS, same_moment), (same_moment, LESS)):
        told = reporting("includes_differences")
        told.report(MARCH, *order)
        assert told.rejected == [
            "a whole figure and a difference to it were recorded at the same moment: which came first?"
        ]


def test_a_dry_run_says_what_a_later_whole_figure_is_taken_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("persons", "employers"):
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_bytes(KEY if name == "persons" else KEY[::-1])
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", str(tmp_path / "persons"))
    monkeypatch.setenv("TIDEOVER_EMPLOYER_KEY", str(tmp_path / "employers"))
    rows = [";".join(line.values()) for line in (MARCH, LESS, WHOLE_AGAIN)]
    file = write_csv(tmp_path / "march.csv", rows, ";".join(MARCH))
    for whole, says in (("includes_differences", "to include"), ("leaves_out_differences", "to leave out")):
        rules = {**RULES, "csv": {"delimiter": ";"}, "differences": {**RULES["differences"], "whole": whole}}
        mapping = write_mapping(tmp_path / f"{whole}.yaml", rules)
        words = ["ingest", str(file), "--as", "contribution", "--map", str(mapping), "--dry-run"]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        assert f"A whole figure is taken {says} the differences recorded before it" in result.output
