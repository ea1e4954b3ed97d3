"""A map says what the words of a pack mean; what it cannot say is refused in a sentence, and silence passes nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from law.packs.check import PackReport, answers_of, checked
from law.packs.formulas import value_of
from law.packs.pack import NotStated, UnreadablePack, read_pack
from law.packs.pack_map import MapFault, map_beside, read_map
from services.__main__ import app

MAP = """\
pack: Mississippi
about: x
sheet: us/mississippi
figures: {base_begins: 2024-10-01, months_of_quarter: 3}
cases:
  quarters:
    claims: 2026-01-05
    life:
      earned:
        - each: quarters
          from: months_after(base_begins, (number - 1) * months_of_quarter)
          until: months_after(base_begins, number * months_of_quarter)
          amount: value
    expect: {weekly: weekly_benefit_amount, eligible: enough_wages_in_base_period and wages_in_enough_quarters}
"""
CASE = {"inputs": {"kind": "quarters", "quarters": [6110, 6110, 3000, 3000]}, "expected": {"weekly": 235}}


def _checked(folder: Path, mapped: str = MAP, **case: Any) -> PackReport:
    (folder / "cases.map.yaml").write_text(mapped, "utf-8")
    told = {**CASE, **case}
    (folder / "cases.json").write_text(json.dumps({"scheme": "Mississippi, our cases", "cases": [told]}), "utf-8")
    pack = read_pack(folder / "cases.json")
    return checked(pack, answers_of(map_beside(folder / "cases.json", pack.scheme)))


def test_a_map_beside_a_pack_answers_it(tmp_path: Path) -> None:
    assert _checked(tmp_path).passed == 1


def test_a_wrong_figure_fails_with_both(tmp_path: Path) -> None:
    (failure,) = _checked(tmp_path, expected={"weekly": 234}).failed
    assert "weekly: 234 is expected, and the law comes to 235" in failure


def test_what_the_map_does_not_answer_fails(tmp_path: Path) -> None:
    (failure,) = _checked(tmp_path, expected={"weekly": 235, "in_all": 6073}).failed
    assert "in_all: 6073 is expected, and nothing answers it" in failure


@pytest.mark.parametrize(
    ("written", "other", "says"),
    [
        ("weekly: weekly_benefit_amount", "weekly: weekly_amount", "the case does not state weekly_amount; there are "),
        ("claims: 2026-01-05", "claims: first(quarter)", "the case does not state quarter; do you mean quarters?"),
        ("weekly: weekly_benefit_amount", "weekly: week_of(quarters)", "there is no call week_of"),
        ("claims: 2026-01-05", "claims: count(quarters)", "'count(quarters)' is no day: 4"),
        ("claims: 2026-01-05", "claims: first(filed)", "the case does not state filed"),
        ("amount: value", "amount: item(quarters, number + 1)", "cannot be worked out from what the case states"),
    ],
)
def test_a_formula_that_cannot_be_worked_out_fails_in_words(
    written: str, other: str, says: str, tmp_path: Path
) -> None:
    assert written in MAP
    (failure,) = _checked(tmp_path, MAP.replace(written, other)).failed
    assert says in failure


@pytest.mark.parametrize(
    ("written", "other", "says"),
    [
        ("claims:", "claim:", ":7: cases.quarters.1.claim: there is no field claim; do you mean claims?"),
        ("pack: Mississippi\n", "", ":1: pack: is missing."),
        ("cases:", "cases: [", ":7: the file: this is not YAML"),
        ("Mississippi", "[" * 9_999 + "]" * 9_999, "too deep"),
        ("about: x", "about: x\nsheet: us/mississippi", ":4: the file: 'sheet' stands twice: in line 3, and here."),
        ("    expect:", "    claims: 2026-01-05\n    expect:", "'claims' stands twice: in line 7, and here."),
        (
            "months_of_quarter: 3",
            "months_of_quarter: 3.000",
            "figures.months_of_quarter: '3.000' may be read as 3000 or 3.",
        ),
        ("amount: value", "amount: 1.000", "life.earned.1.amount: '1.000' may be read as 1000 or 1."),
        ("amount: value", "amount: 26 * value", "26"),
        ("amount: value", "amount: value +", "the end of the formula"),
        (
            "    expect:",
            "    given: {weekly_amount: 3}\n    expect:",
            "no rule of us/mississippi asks for weekly_amount; do you mean ",
        ),
        ("    expect:", "    given: {weekly_benefit_max: 3}\n    expect:", "asks for weekly_benefit_max"),
        (
            "    expect:",
            "    without: [enough_wages]\n    expect:",
            "asks for enough_wages; do you mean enough_wages_in_base_period",
        ),
        ("    expect:", "    replaces: {weekly: 1}\n    expect:", "asks for weekly; do you mean weekly_payment"),
        (
            "    life:",
            "    life:\n      stated: [{name: handicapped, is: yes}]",
            "life.stated.1.name: no rule of us/mississippi asks for handicapped",
        ),
    ],
)
def test_a_map_that_is_none_is_refused_with_its_file(written: str, other: str, says: str, tmp_path: Path) -> None:
    assert written in MAP
    with pytest.raises(MapFault) as fault:
        _checked(tmp_path, MAP.replace(written, other))
    assert says in str(fault.value)
    assert "cases.map.yaml:" in str(fault.value)
    assert "For example:\n  pack: Korea" in str(fault.value)


@pytest.mark.parametrize(
    ("written", "says"),
    [("1e999999999", "no figure"), ("NaN", "no figure"), ("-Infinity", "no figure"), ("[" * 99_999, "too deep")],
)
def test_a_figure_that_never_ends_is_refused_before_anything_is_computed(
    written: str, says: str, tmp_path: Path
) -> None:
    pack = json.dumps({"scheme": "Mississippi", "cases": [CASE]}).replace("235", written)
    (tmp_path / "cases.json").write_text(pack, "utf-8")
    with pytest.raises(UnreadablePack, match=says):
        read_pack(tmp_path / "cases.json")


def test_a_pack_without_a_map_is_told_where_one_belongs(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text(json.dumps({"scheme": "Utopia", "cases": [CASE]}), "utf-8")
    said = CliRunner().invoke(app, ["scheme", "try", str(tmp_path / "cases.json")])
    assert said.exit_code == 2
    assert "no map *.map.yaml in its folder is one of 'Utopia'" in said.output


def test_the_command_tries_a_pack_and_ends_with_its_result(tmp_path: Path) -> None:
    _checked(tmp_path)
    said = CliRunner().invoke(app, ["scheme", "try", str(tmp_path / "cases.json")])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "1 passed, 0 failed")
    _checked(tmp_path, expected={"weekly": 1})
    assert CliRunner().invoke(app, ["scheme", "try", str(tmp_path / "cases.json")]).exit_code == 1


def test_the_map_with_the_longest_beginning_is_taken(tmp_path: Path) -> None:
    _checked(tmp_path)
    (tmp_path / "all.map.yaml").write_text(MAP.replace("pack: Mississippi", 'pack: "Miss"'), "utf-8")
    assert map_beside(tmp_path / "cases.json", "Mississippi, our cases") == read_map(tmp_path / "cases.map.yaml")


@pytest.mark.parametrize(
    ("formula", "comes_to"),
    [
        ("0.30", "3/10"),
        ("2025-02", "2025-02-01"),
        ("month + 1", "2025-03-02"),
        ("quarter_of(month)", "2025-01-01"),
        ("weekdays(month, next_month(month))", "21"),
        ("last(span) - first(span)", "364"),
        ("sum(up_to(list(pay, pay, 1), 1 + 1))", "29"),
        ("figure(text) + 1", "25/2"),
        ('count(values(told, "paid"))', "2"),
        ('sum(values(told, "paid", "event", "week"))', "3"),
        ("where(list(pay, 1), list(0, 1))", "[1]"),
        ("numbered(floor(list(pay, 1)))", "{'1': 14, '2': 1}"),
        ("keyed(span, list(0, 1))", "{'2024-01-01': 0, '2024-12-30': 1}"),
        ('if word in ["laid_off", "dismissed"] then pay / 1 else 0', "29/2"),
    ],
)
def test_formulas_compute_exactly_over_what_a_case_states(formula: str, comes_to: str) -> None:
    told = [{"event": "week", "paid": 3}, {"event": "month", "paid": 12}, {"event": "week"}]
    stated = {
        "text": "11.5",
        "told": told,
        "month": "2025-03",
        "span": "2024-01-01 to 2024-12-30",
        "word": "laid_off",
        "pay": Decimal("14.5"),
    }
    assert str(value_of(formula, stated.__getitem__)) == comes_to


def test_what_the_source_works_out_otherwise_is_replaced(tmp_path: Path) -> None:
    of_source = MAP.replace(
        "    expect:", "    replaces: {weekly_benefit_amount: weekly_benefit_amount - 1}\n    expect:"
    )
    assert _checked(tmp_path, of_source, expected={"weekly": 234}).failed == []


def test_figures_that_somebody_else_is_quoted_with_are_held_where_the_map_says_so(tmp_path: Path) -> None:
    quoted = MAP.replace("    expect:", "    quotes: {another_program: [weekly]}\n    expect:")
    assert _checked(tmp_path, quoted, expected={"another_program": {"weekly": 235, "in_all": 1}}).failed == []
    (failure,) = _checked(tmp_path, quoted, expected={"another_program": {"weekly": 234}}).failed
    assert "another_program.weekly: 234 is expected" in failure


def test_a_pack_says_in_its_own_words_what_comes_of_a_case(tmp_path: Path) -> None:
    said = MAP.replace("    expect:", "    in_words: {eligible: {yes: enough wages}}\n    expect:")
    assert _checked(tmp_path, said, expected={"eligible": "enough wages, in four quarters"}).failed == []
    assert _checked(tmp_path, said, expected={"eligible": "too little"}).failed != []


def test_a_list_that_is_too_short_is_said() -> None:
    with pytest.raises(NotStated, match="cannot be worked out"):
        value_of("item(list, 1 + 1)", {"list": [1]}.__getitem__)


@pytest.mark.parametrize("number", ["0", "0 - 1", "1 / (1 + 1)"])
def test_an_item_is_counted_from_one_and_never_from_the_end(number: str) -> None:
    with pytest.raises(NotStated, match="counted from one"):
        value_of(f"item(list, {number})", {"list": [1, 2]}.__getitem__)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (
            "month * pay",
            "'month * pay' cannot be worked out from what the case states: '*' stands between a day and a number",
        ),
        ("month + month", "'+' stands between a day and a day"),
        ("pay / none", "it divides by zero"),
        ("told / pay", "'/' stands between a list and a number"),
        ("word > pay", "'>' stands between the word 'laid_off' and a number"),
        ("pay + (pay = pay)", "'+' stands between a number and yes or no"),
        ("0 - word", "'-' stands between a number and the word 'laid_off'"),
        ("months_after(pay, pay)", "months_after(..) is told a number, a number"),
        ("first(none)", "first(..) is told a number"),
        ("figure(grouped)", "'1.000' may be read as 1000 or 1."),
        ("figure(word)", "'laid_off' is not an exact number"),
    ],
)
def test_what_cannot_be_computed_is_said_in_words_of_ours(formula: str, says: str) -> None:
    stated = {"month": "2025-03", "word": "laid_off", "pay": 2, "none": 0, "told": [1], "grouped": "1.000"}
    with pytest.raises(NotStated) as fault:
        value_of(formula, stated.__getitem__)
    assert says in str(fault.value)


def test_a_name_that_stands_twice_in_a_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text('{"scheme": "Mississippi",\n "cases": [], "cases": [1]}', "utf-8")
    with pytest.raises(UnreadablePack, match="'cases' stands twice in"):
        read_pack(tmp_path / "cases.json")


def test_what_is_no_json_is_told_with_its_line_and_the_right_form(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text('{"scheme": "Mississippi",\n "cases": [}', "utf-8")
    with pytest.raises(UnreadablePack, match=r'^line 2: this is not JSON\. For example: {"scheme": "Korea"'):
        read_pack(tmp_path / "cases.json")


def test_a_pack_without_a_case_passes_nothing(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text('{"scheme": "Mississippi", "cases": []}', "utf-8")
    with pytest.raises(UnreadablePack, match="one case at least"):
        read_pack(tmp_path / "cases.json")
