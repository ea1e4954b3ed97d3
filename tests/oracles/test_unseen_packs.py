"""A pack that nobody has seen is judged in words: what it misstates, what it adds, what it lacks; never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from law.packs.check import PackReport
from law.packs.pack import UnreadablePack, read_pack
from tests.oracles.answers import checked_here as checked

HERE = Path(__file__).parent
PACKS = sorted(HERE.glob("*.json"))


def _judged(pack: Any, folder: Path) -> PackReport:
    file = folder / "pack.json"
    file.write_text(json.dumps(pack), encoding="utf-8")
    return checked(read_pack(file))


def _one_case(name: str) -> dict[str, Any]:
    pack: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    pack["cases"] = [case for case in pack["cases"] if "differs_from_statute" not in case][-1:]
    return pack


@pytest.mark.parametrize("file", PACKS, ids=[file.stem for file in PACKS])
def test_an_expectation_under_an_unknown_name_fails(file: Path, tmp_path: Path) -> None:
    pack = _one_case(file.name)
    pack["cases"][0]["expected"]["a_name_that_nobody_knows"] = 1

    report = _judged(pack, tmp_path)

    assert report.passed == 0
    assert "a_name_that_nobody_knows: 1 is expected, and nothing answers it" in report.failed[0]


@pytest.mark.parametrize("file", PACKS, ids=[file.stem for file in PACKS])
def test_a_case_without_an_input_that_the_law_needs_fails_in_words(file: Path, tmp_path: Path) -> None:
    pack = _one_case(file.name)
    kept = {name: said for name, said in pack["cases"][0]["inputs"].items() if name == "kind"}
    pack["cases"][0]["inputs"] = kept

    report = _judged(pack, tmp_path)

    assert report.passed == 0
    assert "the case does not state" in report.failed[0] or "no rule answers" in report.failed[0]
    assert "KeyError" not in report.failed[0]


@pytest.mark.parametrize("wrong", [None, "much", [], {}, [{}], "2020-02-30", {"of": {"what": 1}}])
@pytest.mark.parametrize("file", PACKS, ids=[file.stem for file in PACKS])
def test_an_expectation_of_another_shape_fails_in_words(file: Path, wrong: Any, tmp_path: Path) -> None:
    pack = _one_case(file.name)
    expected = pack["cases"][0]["expected"]
    expected[next(iter(expected))] = wrong

    report = _judged(pack, tmp_path)

    assert (report.passed, len(report.failed)) == (0, 1)


def test_an_input_that_no_rule_reads_is_named(tmp_path: Path) -> None:
    pack = _one_case("es_sepe_duration.json")
    pack["cases"][0]["inputs"]["dependants"] = 2

    assert _judged(pack, tmp_path).notes == ["stated in the cases, and read by no rule: dependants (1)"]


def test_a_case_that_expects_nothing_fails(tmp_path: Path) -> None:
    pack = _one_case("es_sepe_duration.json")
    pack["cases"][0]["expected"] = {}

    assert "the case expects nothing" in _judged(pack, tmp_path).failed[0]


def test_cases_beside_the_list_of_cases_are_judged_too(tmp_path: Path) -> None:
    pack = _one_case("es_sepe_duration.json")
    pack["wip_cases"] = [{"inputs": pack["cases"][0]["inputs"], "expected": {"days": 1}}]

    report = _judged(pack, tmp_path)

    assert (report.passed, len(report.failed)) == (1, 1)


def test_an_event_that_no_rule_knows_is_named(tmp_path: Path) -> None:
    pack = _one_case("no_dagpenger_event_streams_nav.json")
    pack["cases"][0]["inputs"]["events"].append({"event": "strike", "from": "2023-05-10"})

    assert "no rule knows the event strike" in _judged(pack, tmp_path).failed[0]


def test_figures_whose_last_digits_are_zeros_agree_within_the_rounding_of_their_name(tmp_path: Path) -> None:
    """A source that rounds to four decimals writes 18.9 for 18.900028."""
    pack = _one_case("za_uif.json")
    cases = [(2000, 34.9935), (1024.58, 18.9)]
    pack["cases"] = [
        {
            "inputs": {"kind": "daily_benefit", "average_monthly_pay_zar": pay},
            "expected": {"daily_benefit_zar": benefit},
        }
        for pay, benefit in cases
    ]

    assert _judged(pack, tmp_path).failed == []

    pack["cases"][1]["expected"]["daily_benefit_zar"] = 19.0
    assert len(_judged(pack, tmp_path).failed) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: this is not JSON"),
        ("[]", "a pack is an object that names its scheme"),
        ('{"scheme": "Spain"}', "a pack lists its cases"),
        ('{"scheme": "Spain", "cases": [{"inputs": {}}]}', "case 1 does not state `inputs` and `expected`"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_in_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "pack.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadablePack, match=said):
        read_pack(file)


def test_the_command_judges_the_other_files_when_one_is_no_pack(tmp_path: Path) -> None:
    missing, good = tmp_path / "missing.json", HERE / "es_sepe_duration.json"

    ran = subprocess.run(
        [sys.executable, "-m", "tests.oracles", str(missing), str(good)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert ran.returncode == 1
    assert "missing.json: 0 passed, 1 failed\n  the file cannot be read" in ran.stdout
    assert "es_sepe_duration.json: 11 passed, 0 failed" in ran.stdout
    assert ran.stderr == ""
