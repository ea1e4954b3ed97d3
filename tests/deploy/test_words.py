"""What pages tell people to type can be typed: commands, options, modules, targets, and what runbooks point at."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from deploy.prometheus.cases import rules
from services.commands.commands import TIDEOVER
from services.commands.lazy import Command, CommandGroup
from services.runtime.kafka.topics import topic_name, topic_table
from tests.deploy.words import commands, emphasised, pages
from tests.shape.tree import ROOT

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What the command line says to wrong words."""
RUNBOOKS = sorted((ROOT / "deploy" / "runbooks").glob("*.md"))
PLACEHOLDERS = {"NUMBER": "1", "D": "2026-11-20", "DAY": "2026-11-20"}
"""Words that stand for something which the command line would look at; it takes any text for the others."""
PROSE = {"demonstration", "simulation"}
"""Words behind the name that call nothing: names of seeds."""
ELSEWHERE = {"Targets", "Alerts"}
"""Pages of Prometheus' own."""


def fault_of(words: list[str], *, whole: bool) -> str:
    """What the command line has against the words; nothing if it would take them.

    A sentence may name a command, or one with some of its options; in a block it must be `whole`.
    """
    one: Command | CommandGroup = TIDEOVER
    rest = [word for word in words if word != "--help"]
    while isinstance(one, CommandGroup) and rest:
        if rest[0] not in one.commands:
            return f"there is no {rest[0]}"
        one = one.commands[rest.pop(0)]
    if isinstance(one, CommandGroup):
        return "that is no command yet" if whole else ""
    return _fault_behind(one, rest, whole=whole) if rest or whole else ""


def _fault_behind(one: Command, rest: list[str], *, whole: bool) -> str:
    alone = typer.Typer(add_completion=False)
    alone.command()(one.function())
    words = [PLACEHOLDERS.get(word, word) for word in rest]
    try:
        context = get_command(alone).make_context("", words)
    except UsageError as fault:
        says = str(getattr(fault, "format_message")())  # noqa: B009 - typer has no name for the class
        return "" if "does not exist" in says or ("Missing" in says and not whole) else says
    return _unknown_topic(context.params.get("topic"))


def _unknown_topic(name: object) -> str:
    known = {topic_name(publisher) for publisher in topic_table().topics}
    return "" if name is None or name in known or str(name).isupper() else f"there is no topic {name}"


def faults(text: str) -> list[str]:
    """Every command of a page that cannot be typed, and why."""
    found = []
    for program, words, in_block in commands(text):
        said = " ".join([program, *words])
        if program == "tideover" and words and (why := fault_of(words, whole=in_block)):
            found.append(f"{said}: {why}")
        if program == "make" and words and words[0] not in targets():
            found.append(f"{said}: the Makefile has no such target")
        if program.startswith("python") and importlib.util.find_spec(program.split()[-1]) is None:
            found.append(f"{said}: there is no such module")
    return found


def targets() -> set[str]:
    """What the Makefile makes."""
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_tells_to_type_can_be_typed(page: Path) -> None:
    assert faults(page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("`tideover parked lst`", "there is no lst"),
        ("`tideover lag --behnd`", "No such option"),
        ("`tideover check-producer --topic registry`", "there is no topic registry"),
        ("```\n$ tideover rebuild claims\n```", "Missing option"),
        ("```\ntideover parked discard claims first --officer o --reason r\n```", "valid integer"),
        ("```\n.venv/bin/tideover close-day \\\n    tomorrow # every night\n```", "does not match the formats"),
        ("`make tost`", "no such target"),
        ("`python -m deploy.nowhere`", "no such module"),
    ],
)
def test_what_cannot_be_typed_is_found(text: str, fault: str) -> None:
    [found] = faults(text)
    assert fault in found


def listed(sentence: str) -> list[str]:
    """The words of a sentence that ends by listing what can be called."""
    found = re.search(r": ([a-z-]+(?:, [a-z-]+)+)\.$", sentence)
    return found[1].split(", ") if found else []


def groups(group: CommandGroup = TIDEOVER) -> Iterator[CommandGroup]:
    """A group and all below it."""
    yield group
    for below in group.commands.values():
        if isinstance(below, CommandGroup):
            yield from groups(below)


def test_what_a_groups_sentence_lists_are_its_commands() -> None:
    assert listed("What waits: list, show.") == ["list", "show"]
    lists = [(group, listed(group.says)) for group in groups() if listed(group.says)]
    assert lists, "the check reads the right sentences"
    assert [words for group, words in lists if set(words) != set(group.commands)] == []


def told_in(source: str) -> list[str]:
    """Every text in a program that calls `tideover` by one of its words, up to what only a run knows."""
    texts: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            texts.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return [match[1] for text in texts for match in re.finditer(r"(?<![\w/.`-])`?tideover ((?:[a-z-]+ ?)+)", text)]


def misnamed(source: str) -> list[str]:
    """What a program tells people to call and nobody can."""
    faults = []
    for said in told_in(source):
        words = said.split()
        below = TIDEOVER.commands.get(words[0])
        if below is None and words[0] not in PROSE:
            faults.append(f"tideover {words[0]}")
        if isinstance(below, CommandGroup) and len(words) > 1 and words[1] not in below.commands:
            faults.append(f"tideover {words[0]} {words[1]}")
    return sorted(set(faults))


@pytest.mark.parametrize("folder", ["services", "law", "deploy", "contracts", "bench"])
def test_what_a_message_or_a_help_text_tells_to_call_can_be_called(folder: str) -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / folder).rglob("*.py")]
    assert sources
    assert [fault for source in sources for fault in misnamed(source)] == []


def test_a_message_that_names_no_command_is_found() -> None:
    assert misnamed('print("see `tideover bank list`")') == ["tideover bank list"]
    assert misnamed('print(f"with: tideover demmo {x}")') == ["tideover demmo"]


@pytest.mark.parametrize("page", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_points_at_what_there_is(page: Path) -> None:
    assert [name for name in emphasised(page.read_text("utf-8")) if name not in shown()] == []


def test_a_panel_that_is_none_is_found() -> None:
    assert [name for name in emphasised("See *Money*, panel *Payments by colour*.") if name not in shown()] == [
        "Payments by colour"
    ]


def shown() -> set[str]:
    """Dashboards and panels by their titles, and alerts in words."""
    found = set(ELSEWHERE)
    for path in (ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"):
        dashboard = json.loads(path.read_text("utf-8"))
        found |= {dashboard["title"].removeprefix("Tideover / ")} | {one["title"] for one in dashboard["panels"]}
    alerts = {rule["alert"] for rule in rules() if "alert" in rule}
    return found | {re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() for name in alerts}
