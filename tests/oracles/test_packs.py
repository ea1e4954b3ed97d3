"""Every given pack of independent cases agrees with the rule sheets and the engine; a planted fault does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from law.packs.pack import read_pack
from tests.oracles.answers import checked_here as checked

HERE = Path(__file__).parent
PACKS = sorted(HERE.glob("*.json"))


@pytest.mark.parametrize("file", PACKS, ids=[file.stem for file in PACKS])
def test_every_case_agrees_but_those_that_the_pack_says_differ_from_the_statute(file: Path) -> None:
    pack = read_pack(file)
    report = checked(pack)

    assert report.failed == []
    assert report.passed + len(report.set_aside) == len(pack.cases)
    assert len(report.set_aside) == sum("differs_from_statute" in case for case in pack.cases)


@pytest.mark.parametrize("file", PACKS, ids=[file.stem for file in PACKS])
def test_a_wrong_expectation_is_found_and_said(file: Path, tmp_path: Path) -> None:
    pack = json.loads(file.read_text(encoding="utf-8"))
    planted = next(case for case in pack["cases"] if "differs_from_statute" not in case)
    _spoil(planted["expected"])
    spoiled = tmp_path / file.name
    spoiled.write_text(json.dumps(pack), encoding="utf-8")

    report = checked(read_pack(spoiled))

    assert len(report.failed) == 1
    assert "is expected" in report.failed[0]


def _spoil(expected: dict[str, object]) -> None:
    for name, value in expected.items():
        if isinstance(value, dict):
            _spoil(value)
        elif isinstance(value, list):
            _spoil(value[0])
        elif isinstance(value, bool):
            expected[name] = not value
        elif isinstance(value, int | float):
            expected[name] = value + 7
        else:
            expected[name] = "something else"
        return


def test_the_command_counts_names_and_ends_with_a_fault(tmp_path: Path) -> None:
    pack = {"scheme": "Spain, contributory unemployment benefit", "parameters": {}, "cases": []}
    for days, benefit in ((360, 120), (539, 121)):
        inputs = {"kind": "duration", "contribution_days_in_last_6_years": days}
        pack["cases"].append({"inputs": inputs, "expected": {"days": benefit}})  # type: ignore[attr-defined]
    pack["cases"].append({"inputs": {"kind": "unheard-of"}, "expected": {"days": 1}})  # type: ignore[attr-defined]
    file = tmp_path / "spain.json"
    file.write_text(json.dumps(pack), encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-m", "tests.oracles", str(file)], capture_output=True, text=True, check=False, timeout=120
    )

    assert ran.returncode == 1
    assert ran.stdout.startswith("spain.json: 1 passed, 2 failed")
    assert "days: 121 is expected, and the law comes to 120" in ran.stdout
    assert "no rule answers cases of this kind" in ran.stdout
