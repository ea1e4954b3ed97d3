"""`tideover explain` as people use it: a page in a real browser, JSON, why not, and what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from typer.testing import CliRunner

from contracts.eligibility import DeterminationMade
from services.__main__ import app
from services.eligibility.archive import beginning_with
from services.eligibility.tables import assessment, determination
from services.runtime.process.settings import Settings
from services.worlds import laptop_in
from tests.law.explain.browser import chromium

RUNNER = CliRunner()


def run(*words: str) -> str:
    result = RUNNER.invoke(app, list(words), env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output + str(result.exception)
    return result.stdout


@dataclass(frozen=True)
class Decided:
    """A small demonstration and the ids of some of its decisions."""

    folder: str
    refused: str
    granted: str
    replaced: str
    assessed: str


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Decided:
    folder = tmp_path_factory.mktemp("demo") / "data"
    run("demo", "--people", "50", "--folder", str(folder), "--json")
    laptop = laptop_in(folder, Settings())
    with laptop.databases["eligibility"].reading() as connection:
        rows = connection.execute(
            select(determination.c.determination, determination.c.number, determination.c.content)
        ).all()
        weeks = connection.scalars(select(assessment.c.assessment).where(assessment.c.number > 1)).all()
    laptop.close()
    outcomes = [
        (str(made), number, DeterminationMade.model_validate_json(content).outcome) for made, number, content in rows
    ]
    by_outcome = {outcome.value: made for made, number, outcome in outcomes if number == 1}
    replaced = next(made for made, number, outcome in outcomes if number > 1 and outcome.value == "granted")
    return Decided(str(folder), by_outcome["refused"], by_outcome["granted"], replaced, str(weeks[0]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def faults_for_people(page: Page) -> list[str]:
    """What axe finds wrong for people who cannot see, or not well."""
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ["refused", "granted", "replaced", "assessed"])
def test_the_page_of_a_decision_is_accessible_and_fits(
    decided: Decided, browser: Browser, tmp_path: Path, kind: str, width: int
) -> None:
    file = tmp_path / "decision.html"
    since = ("--since", "previous") if kind in {"replaced", "assessed"} else ()
    run("explain", getattr(decided, kind), "--folder", decided.folder, "--html", str(file), *since)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert faults_for_people(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is cut off"
    assert ("What changed" in page.inner_text("main")) is bool(since)
    page.close()


def test_the_page_works_without_javascript_and_asks_nothing_of_the_network(
    decided: Decided, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "decision.html"
    run("explain", decided.granted, "--folder", decided.folder, "--html", str(file))
    without = browser.new_context(java_script_enabled=False)
    page = without.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    deep = page.locator("details details details").first
    assert not deep.is_visible()
    for _ in range(3):
        page.locator("details:not([open]) > summary >> visible=true").first.click()
    assert deep.is_visible()
    assert asked == [file.as_uri()]
    assert "<script" not in file.read_text("utf-8")
    without.close()


def test_a_page_that_leaves_people_out_is_noticed(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>A page</h1><img src=''><p style='color:#ccc;background:#fff'>pale</p>")
    assert {"html-has-lang", "image-alt", "color-contrast"} <= set(faults_for_people(page))
    page.close()


def test_the_derivation_for_machines_holds_every_step_once_with_its_facts(decided: Decided) -> None:
    printed = json.loads(run("explain", decided.granted, "--folder", decided.folder, "--json"))
    nodes = {node["id"]: node for node in printed["nodes"]}
    assert len(nodes) == len(printed["nodes"])
    reached, waiting = set[str](), list(printed["roots"])
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += nodes[node]["inputs"]
    assert reached == set(nodes), "nothing is there that leads nowhere"
    keys = {key for node in nodes.values() for key in node["facts"]}
    assert keys <= {fact["key"] for fact in printed["facts"]}, "every fact is known with its event"
    assert printed["says"]["outcome"] == "granted"


def test_why_not_is_answered_for_a_refusal(decided: Decided) -> None:
    answer = run("explain", decided.refused, "--folder", decided.folder, "--why-not")
    assert answer.startswith("The claim is refused.")
    assert "it takes at least" in answer


def test_a_newer_decision_shows_what_differs_from_the_one_it_replaced(decided: Decided) -> None:
    changed = run("explain", decided.replaced, "--folder", decided.folder, "--since", "previous")
    assert any(word in changed for word in (" is now ", " rose by ", " fell by "))
    assert "Nothing differs" not in changed
    weeks = run("explain", decided.assessed, "--folder", decided.folder, "--since", "previous")
    assert "Your payment for " in weeks


def test_a_story_tells_what_a_newer_decision_changed(decided: Decided) -> None:
    laptop = laptop_in(Path(decided.folder), Settings())
    with laptop.databases["eligibility"].reading() as connection:
        decision = beginning_with(connection, decided.assessed)[0]
    laptop.close()
    lines = [line["says"] for line in json.loads(run("story", decision.subject, "--folder", decided.folder, "--json"))]
    position = next(position for position, line in enumerate(lines) if line.startswith("Your payment for "))
    assert lines[position - 1].startswith(("Assessment ", "Your payment")), "it follows the decision it is about"


def test_the_first_decision_replaced_none(decided: Decided) -> None:
    result = RUNNER.invoke(app, ["explain", decided.refused, "--folder", decided.folder, "--since", "previous"])
    assert result.exit_code == 2
    assert "it replaced none" in " ".join(result.output.replace("│", " ").split())
