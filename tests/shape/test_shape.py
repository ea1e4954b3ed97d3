"""Size, money, clock, law, names and words: each rule holds for every file, and is seen to bite on a planted line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tests.shape import rules
from tests.shape.not_law import NOT_LAW
from tests.shape.packages import imported_by
from tests.shape.shared_names import SHARED_NAMES
from tests.shape.tree import APART, OURS, ROOT, name_of, python_files, tracked_texts

FILE_LINES_MAX = 400

FLOATS_ALLOWED = {
    "services/demo/mistakes.py": "a broken message that must hold a fraction of a cent",
    "services/demo/bank/server.py": "seconds between two looks of a server's thread",
}
CLOCKS_ALLOWED = {
    "services/commands/bank.py": "when a named person said what an entry of the bank is",
    "services/commands/console_server.py": "the day from which somebody is out of work, unless they say another",
    "services/commands/acts.py": "no act is dated ahead",
    "services/commands/batch.py": "when a named person acted on a batch",
    "services/commands/books.py": "when a named person told of a fund",
    "services/commands/committee_register.py": "when the committee's secretary recorded a resolution",
    "services/commands/demo.py": "says how long the demonstration took",
    "services/commands/close_day.py": "a day is closed only when it is over",
    "services/runtime/process/stopwatch.py": "how long work takes, for metrics and health alone",
}


def guilty_files(
    rule: Callable[[str], Iterable[object]], paths: Iterable[Path], allowed: Iterable[str] = ()
) -> dict[str, list[object]]:
    """What breaks a rule, by file."""
    allowed = set(allowed)
    found = {name_of(path): list(rule(path.read_text("utf-8"))) for path in paths if name_of(path) not in allowed}
    return {name: faults for name, faults in found.items() if faults}


def too_long(paths: Iterable[Path], lines_max: int) -> dict[str, int]:
    """Files over a limit, with their length."""
    lengths = {str(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    return {name: lines for name, lines in lengths.items() if lines > lines_max}


def test_no_file_is_longer_than_a_person_can_hold_in_mind(tmp_path: Path) -> None:
    planted = tmp_path / "endless.py"
    planted.write_text("x = 1\n" * (FILE_LINES_MAX + 1), encoding="utf-8")
    namesake = tmp_path / "elsewhere" / "endless.py"
    namesake.parent.mkdir()
    namesake.write_text("x = 1\n", encoding="utf-8")
    assert too_long([planted, namesake], FILE_LINES_MAX), "a short file of the same name hides nothing"

    assert not too_long(python_files(*OURS, "tests"), FILE_LINES_MAX)


def test_every_folder_of_python_is_held_to_these_rules() -> None:
    folders = {name.partition("/")[0] for name, _ in tracked_texts() if name.endswith(".py") and "/" in name}
    assert folders == {*OURS, *APART, "tests"}, (
        "a new folder must find its place in tests/shape/tree.py and in pyproject.toml"
    )


def test_nothing_that_is_used_needs_a_test() -> None:
    needing = {
        name_of(path): module
        for path in python_files(*OURS)
        for module in imported_by(path.read_text("utf-8"))
        if module.partition(".")[0] == "tests"
    }
    assert list(imported_by("from tests.shape import rules"))
    assert not needing


def test_no_function_is_longer_than_a_screen() -> None:
    assert rules.long_functions("def f():\n" + "    x = 1\n" * 40), "the check itself must bite"
    assert not rules.long_functions("def f():\n" + "    x = 1\n" * 39)

    assert not guilty_files(rules.long_functions, python_files(*OURS))


@pytest.mark.parametrize(
    "planted", ["share = 0.6", "x = float(minor)", "def f(x: float): ...", "import math\nx = math.exp(2)"]
)
def test_a_binary_fraction_is_found(planted: str) -> None:
    assert rules.floats(planted)


def test_no_money_is_a_binary_fraction() -> None:
    assert not guilty_files(rules.floats, python_files("contracts", "law", "services"), FLOATS_ALLOWED)


@pytest.mark.parametrize(
    "planted",
    [
        "import datetime\ntoday = datetime.date.today()",
        "from datetime import date\ntoday = date.today()",
        "from datetime import date as day\ntoday = day.today()",
        "from datetime import UTC, datetime\nnow = datetime.now(tz=UTC)",
        "import time as t\nnow = t.time()",
        "from time import sleep\nsleep(1)",
        "from time import monotonic as elapsed\nreader = elapsed",
        "import time\nbegan = time.perf_counter_ns()",
    ],
)
def test_a_reading_of_the_clock_is_found(planted: str) -> None:
    assert rules.clock_readings(planted)


def test_nothing_reads_the_clock_but_the_edges() -> None:
    assert not guilty_files(rules.clock_readings, python_files("contracts", "law", "services"), CLOCKS_ALLOWED)


def test_no_test_waits_for_the_clock() -> None:
    assert not guilty_files(rules.clock_readings, python_files("tests"))


def test_a_figure_of_law_in_code_is_found() -> None:
    assert rules.numbers("weeks = 26") == [(1, 26)]
    assert rules.numbers("share = Fraction(47, 100)") == [(1, 47), (1, 100)]
    assert rules.numbers("amount = 235 if weekly > 235 else weekly") == [(1, 235), (1, 235)]
    assert not rules.numbers("last = rows[-1] if rows else None")


def test_no_figure_of_law_stands_in_code() -> None:
    found = {
        f"{name_of(path)}:{line}: {number} might be a figure of law"
        for path in python_files("law", "services/eligibility")
        for line, number in rules.numbers(path.read_text("utf-8"))
        if number not in NOT_LAW.get(name_of(path), {})
    }
    assert not found, "law is data in a scheme's sheet; what is not law is explained in tests/shape/not_law.py"


def test_every_number_that_is_explained_is_still_there() -> None:
    there = {name: {number for _, number in rules.numbers((ROOT / name).read_text("utf-8"))} for name in NOT_LAW}
    stale = {
        (name, number) for name, explained in NOT_LAW.items() for number in explained.keys() - there.get(name, set())
    }
    assert not stale


@pytest.mark.parametrize(
    "planted",
    [
        "# as asked in " + "#" + "42",
        "see issue" + " 17",
        "written by an AI" + " agent",
        "this" + " session added it",
        "path = '/" + "root/.pyenv'",
        "look in /" + "work/main",
        "pip install --index" + "-url=https://example.org",
        "https://example.org/" + "simple/pydantic",
    ],
)
def test_a_word_of_how_the_repository_was_made_is_found(planted: str) -> None:
    assert list(rules.words_of_making(planted))


def test_the_repository_speaks_of_the_project_alone() -> None:
    texts = ((name, text) for name, text in tracked_texts() if name != "tests/shape/rules.py")  # it lists the words
    found = {name: faults for name, text in texts if (faults := list(rules.words_of_making(text)))}
    assert not found


def unneeded(allowed: Iterable[str], rule: Callable[[str], Iterable[object]]) -> set[str]:
    """Files that are allowed to break a rule and do not, or that are not there at all."""
    there = [ROOT / name for name in allowed if (ROOT / name).is_file()]
    return set(allowed) - guilty_files(rule, there).keys()


@pytest.mark.parametrize(
    ("allowed", "rule"),
    [(FLOATS_ALLOWED, rules.floats), (CLOCKS_ALLOWED, rules.clock_readings), (NOT_LAW, rules.numbers)],
    ids=["floats", "clocks", "numbers"],
)
def test_every_allowance_is_still_needed(
    allowed: Mapping[str, object], rule: Callable[[str], Iterable[object]]
) -> None:
    assert unneeded({"services/gone.py", "contracts/__init__.py"}, rule) == {
        "services/gone.py",
        "contracts/__init__.py",
    }
    assert not unneeded(allowed, rule), "an exception that nothing needs any more must go"


def test_nothing_pure_reaches_what_may_read_the_clock() -> None:
    agreed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [pure] = [one for one in agreed if one["id"] == "pure"]
    readers = {name.removesuffix(".py").replace("/", ".") for name in CLOCKS_ALLOWED}
    assert readers | {"time"} <= set(pure["forbidden_modules"]), "name each reader of the clock in that contract"


def test_a_class_name_that_is_used_twice_is_found(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.py").write_text("class Place:\n    class Inner: ...\n\nclass _Own: ...\n", "utf-8")
    assert rules.shared_names({path.stem: path.read_text("utf-8") for path in tmp_path.iterdir()}) == {
        "Place": ["one", "other"],
        "Inner": ["one", "other"],
    }


def test_a_class_name_is_used_once() -> None:
    ours = [path for path in python_files("contracts", "law", "services") if path.parent.name != "migrations"]
    shared = rules.shared_names({name_of(path): path.read_text("utf-8") for path in ours})
    assert shared.keys() == SHARED_NAMES.keys(), "what is argued stands in tests/shape/shared_names.py"
