"""The papers for contesting a decision: what was known then, the rule, the money, the claimant's version."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader
from typer.testing import CliRunner

from contracts.claims import ContestOpened, QuestionOpened
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from contracts.registry import Separation
from services.__main__ import app
from services.worlds import laptop_in
from tests.law.explain.browser import chromium
from tests.stories.contesting import contested, decided_against, told_by
from tests.stories.town import born, certifies, closes, decided, files_claim, fill, lost_work, said, town, wages

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A folder with a contested decision, the folder of its papers, and the question."""
    folder = tmp_path_factory.mktemp("world")
    laptop = town(folder)
    past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY))
    fill(laptop, [said(event) for event in (*past, files_claim())])
    asked = told_by(laptop, "claims", QuestionOpened)[0]
    assert asked.period is not None
    after = decided_against(laptop, asked.period)
    contested(laptop, after)
    fill(laptop, [said(certifies(0)), said(certifies(1)), said(wages(3))])
    closes(laptop, after)
    laptop.close()
    out = folder / "papers"
    result = RUNNER.invoke(app, ["appeal-pack", asked.question[:13], "--folder", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return folder, out, asked.question


def text_of(out: Path) -> str:
    (file,) = out.glob("*.pdf")
    pages = PdfReader(BytesIO(file.read_bytes())).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_the_pdf_is_text_that_can_be_read(pack: tuple[Path, Path, str]) -> None:
    _, out, question = pack
    text = text_of(out)
    for sentence in (
        "Papers for contesting the decision of",
        question,
        "Decided against you on",
        "by staff-17 (adjudicator): No just cause was shown.",
        "Last day to be in time:",
        "What was known when it was made",
        "(complaint) before the institution itself",
        "Did not leave without good cause",
        "the decision of",
    ):
        assert sentence.lower() in text.lower()


def test_what_came_later_is_told_apart_from_what_was_known_then(pack: tuple[Path, Path, str]) -> None:
    text = text_of(pack[1])
    then, since = text.index("What was known when it was made"), text.index("What came to be known since")
    assert then < text.index("Claim claim-1 filed") < since < text.index("Certified 2 weeks from 2020-01-12")


def test_it_says_what_the_claimants_version_would_have_paid(pack: tuple[Path, Path, str]) -> None:
    assert "Due for all certified periods: 0.00 USD -> 414.00 USD" in text_of(pack[1])


def test_the_page_says_the_same(pack: tuple[Path, Path, str]) -> None:
    (file,) = pack[1].glob("*.html")
    page = file.read_text("utf-8")
    assert "If the facts are as you say" in page
    assert "No just cause was shown." in page


def test_a_decision_is_also_named_by_its_contest(pack: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, out, _ = pack
    (contest,) = told_by(laptop_in(folder), "claims", ContestOpened)
    result = RUNNER.invoke(app, ["appeal-pack", contest.contest[:13], "--folder", str(folder), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [file.name for file in tmp_path.glob("*.html")] == [file.name for file in out.glob("*.html")]


def test_a_file_of_changes_that_is_not_there_is_said_to_be_missing(pack: tuple[Path, Path, str]) -> None:
    folder, out, question = pack
    words = ["appeal-pack", question, "--folder", str(folder), "--out", str(out), "--changes", "gone.yaml"]
    result = RUNNER.invoke(app, words)
    assert result.exit_code == 2
    assert "gone.yaml is not there" in result.output


@pytest.mark.parametrize(
    ("decision", "says"),
    [("ffffffff-0000", "no decision begins with"), ("", "")],
)
def test_what_is_no_decision_is_refused_in_words(pack: tuple[Path, Path, str], decision: str, says: str) -> None:
    folder, out, _ = pack
    result = RUNNER.invoke(app, ["appeal-pack", decision, "--folder", str(folder), "--out", str(out)])
    assert result.exit_code == 2
    assert says in result.output


def test_the_page_can_be_read_by_everybody_on_a_phone_and_on_paper(pack: tuple[Path, Path, str]) -> None:
    (file,) = pack[1].glob("*.html")
    with chromium() as browser:
        for width in (360, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(file.as_uri())
            assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is cut off"
            page.close()


def test_a_contest_names_the_papers_and_its_letters_too(pack: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, _, question = pack
    with closing(town(folder)) as laptop:
        contest = told_by(laptop, "claims", ContestOpened)[0].contest
    result = RUNNER.invoke(app, ["appeal-pack", contest[:13], "--folder", str(folder), "--out", str(tmp_path)])
    assert question[:8] in result.stdout, result.output
    assert contest in RUNNER.invoke(app, ["letter", contest[:13], "--folder", str(folder)]).stdout


def test_a_refusal_that_nobody_decided_has_its_papers_too(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    fill(laptop, [said(event) for event in (born(), lost_work(), files_claim(), certifies(0))])
    refused = [event for event in decided(laptop) if isinstance(event, DeterminationMade)][-1]
    assert refused.outcome is DeterminationOutcome.REFUSED
    laptop.close()
    out = tmp_path / "papers"
    words = ["appeal-pack", str(refused.determination)[:13], "--folder", str(tmp_path), "--out", str(out)]
    result = RUNNER.invoke(app, words)
    assert result.exit_code == 0, result.output
    text = text_of(out)
    for sentence in ("Papers for contesting the refusal of", "No person decided it.", "enough wages in base period: "):
        assert sentence in text
    assert "is made for you" in text
