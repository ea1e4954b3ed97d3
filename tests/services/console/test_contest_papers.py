"""What stands beside a contest: its papers, what the person's version would come to, how such contests ended."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from contracts.about import WeekAbout
from contracts.base import read
from contracts.claims import ContestWaits, Ground
from contracts.console import PersonViewed
from contracts.contest import ContestOutcome, Tier
from contracts.intake import ContestFiled
from services.__main__ import app
from services.archives.appeal_papers import SAYS_THE_CLAIMANT, claimants_version, decided_in
from services.archives.case import case_of
from services.claims.views import DecidedContest, contest_in_hand, decided_contests
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.staff.contest.deciders import listed_tiers
from services.console.staff.contest.similar import may_open, outcome_counts
from services.eligibility.views import facts_of
from tests.services.console.contesting import contest_in
from tests.services.console.house import House, fields, house, leads_to, words
from tests.services.console.in_debt import FIRST_OFFICER
from tests.stories.contesting import at, told_by
from tests.stories.town import CLAIM, PERSON, fill, said, town

OFFICERS_BY_STAFF = {officer.staff: officer for officer in OFFICERS}
DECISION = {
    "what": "outcome",
    "outcome": "overturned",
    "fact": CLAIM,
    "reasons": "Wages were not paid for two months.",
    "article": "Miss. Code Ann. § 71-5-513",
}
PARTS = ("papers", "version", "similar")
OFFICERS_REASONS = "No just cause was shown."


@pytest.fixture(scope="module")
def contested(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A person who complained in time, and files a second contest under a mandate that nobody showed."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("papers") / "world")
    contest = contest_in(folder)
    laptop = town(folder)
    on = date(2020, 3, 1)
    filing = ContestFiled(decision="unknown-1", tier=Tier.COMPLAINT, filed_on=on, mandate="mandate-9")
    fill(laptop, [said(filing, at=at(on))])
    assert told_by(laptop, "claims", ContestWaits)
    laptop.close()
    return folder, contest


@pytest.fixture
def office(contested: tuple[Path, str], tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(contested[0], tmp_path / "world")) as opened:
        yield opened


def of_contest(contested: tuple[Path, str], part: str = "", code: str = "en") -> str:
    """The address of the page of the contest, or of a part of it."""
    return f"/{code}/people/{PERSON}/contests/{contested[1]}" + (f"/{part}" if part else "")


def test_the_papers_are_those_that_the_command_line_writes(
    office: House, contested: tuple[Path, str], tmp_path: Path
) -> None:
    browser = office.signed_in("officer-102")
    page = browser.get(of_contest(contested))
    assert of_contest(contested, "papers") in page.text
    shown = words(browser.get(of_contest(contested, "papers")).text)
    for sentence in ("Decided against you on", "What was known when it was made", "If the facts are as you say"):
        assert sentence in shown
    file = browser.get(of_contest(contested, "papers?as=html"))
    pdf = browser.get(of_contest(contested, "papers?as=pdf"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert "Decided against you on" in " ".join(
        " ".join(own.extract_text() for own in PdfReader(BytesIO(pdf.content)).pages).split()
    )
    command = ["appeal-pack", contested[1], "--folder", str(contested[0]), "--out", str(tmp_path / "papers")]
    assert CliRunner().invoke(app, command).exit_code == 0
    (written,) = (tmp_path / "papers").glob("*.html")
    without_looks = [line for line in file.text.splitlines() if ", console: " not in line]
    assert without_looks == written.read_text("utf-8").splitlines()


def test_no_finding_of_the_persons_version_rests_on_what_the_officer_said(
    office: House, contested: tuple[Path, str]
) -> None:
    world = office.console.world()
    case = case_of(PERSON, world.databases, world.heard(PERSON))
    with world.reading("eligibility") as connection:
        facts = facts_of(connection, PERSON)
    version = claimants_version(facts, decided_in(case, contested[1]))
    before, after = (
        " ".join(finding.because for finding in own[CLAIM].event.findings) for own in (version.before, version.after)
    )
    assert f"by {FIRST_OFFICER.staff}: {OFFICERS_REASONS}" in before
    assert OFFICERS_REASONS not in after
    assert FIRST_OFFICER.staff not in after
    assert f"by {SAYS_THE_CLAIMANT}: Supposed: it is as the claimant says." in after


def test_the_persons_version_is_worked_out_on_a_copy_and_more_can_be_supposed(
    office: House, contested: tuple[Path, str]
) -> None:
    browser = office.signed_in("officer-102")
    version = of_contest(contested, "version")
    shown = browser.get(version)
    assert "is made for you" in words(shown.text)
    assert "Granted" in words(shown.text)
    stands, _, comes = words(shown.text).partition("What it would come to")
    assert OFFICERS_REASONS in stands, "the reader sees what is contested"
    assert OFFICERS_REASONS not in comes, "the person does not say what the officer said"
    more = browser.get(version, params={"filed": "2020-02-01"})
    assert more.status_code == 200
    assert "filed_on" in more.text
    wrong = browser.get(version, params={"filed": "soon"})
    assert 'role="alert"' in wrong.text
    assert 'value="soon"' in wrong.text
    kinds = {type(read(envelope)) for envelope in office.console.heard(PERSON)}
    assert PersonViewed in kinds
    assert office.console.own is not None


def test_the_rule_the_contacts_and_how_such_contests_ended_stand_on_the_page(
    office: House, contested: tuple[Path, str]
) -> None:
    page = words(office.signed_in("officer-102").get(of_contest(contested)).text)
    assert "The rule, as the sheet says it" in page
    assert "71-5-513" in page.partition("The rule, as the sheet says it")[2]
    assert "No other contest of this kind has ended since" in page
    assert "A person of your choice" in page or "represented" in page


def test_a_contest_that_waits_for_a_mandate_has_a_list_of_its_own(office: House) -> None:
    browser = office.signed_in("officer-102")
    assert "/en/contests/waiting" in browser.get("/en/contests").text
    page = browser.get("/en/contests/waiting")
    assert "1 contest waits for a mandate or for a decision." in words(page.text)
    opened = browser.get(leads_to(page.text, "contests"))
    assert "It is not open yet." in words(opened.text)
    assert "No contest waits to be opened." not in words(page.text)
    (_, row) = csv.reader(StringIO(browser.get("/en/contests/waiting?as=csv").text))
    assert row[2] == "2020-03-01"
    assert "No contest waits" in words(office.signed_in("member-1").get("/en/contests/waiting").text)


@pytest.mark.parametrize("staff", ["committee-1", "provider-1", "operator-1"])
def test_who_works_on_no_contest_sees_none_of_it(office: House, contested: tuple[Path, str], staff: str) -> None:
    browser = office.signed_in(staff)
    assert browser.get("/en/contests/waiting").status_code == 403
    for part in PARTS:
        assert browser.get(of_contest(contested, part)).status_code == 403, part


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_part_is_there_in_every_language_and_notes_who_looked(
    office: House, contested: tuple[Path, str], code: str
) -> None:
    browser = office.signed_in("member-1")
    for part in PARTS:
        page = browser.get(of_contest(contested, part, code))
        assert page.status_code == 200, part
        assert f'lang="{code}"' in page.text
    looked = [event for own in office.console.heard(PERSON) if isinstance(event := read(own), PersonViewed)]
    assert {look.page for look in looked} == {f"contest_{part}" for part in PARTS}


def ended(person: int, outcome: ContestOutcome) -> DecidedContest:
    return DecidedContest(f"p-{person}", "c", f"contest-{person}", Tier.APPEAL, "?", date(2020, 3, 1), outcome)


def test_few_outcomes_are_kept_back_with_a_second_one_so_that_they_follow_from_nothing() -> None:
    decided = [ended(number, ContestOutcome.UPHELD) for number in range(30)]
    decided += [ended(number, ContestOutcome.CHANGED) for number in range(40, 49)]
    decided += [ended(50, ContestOutcome.OVERTURNED)]
    counts = {own.outcome: own.number for own in outcome_counts(decided)}
    assert counts == {ContestOutcome.UPHELD: 30, ContestOutcome.CHANGED: None, ContestOutcome.OVERTURNED: None}
    assert outcome_counts(decided[-1:])[0].number is None


def test_a_contest_that_is_over_is_found_by_what_it_was_about_and_by_its_ground(
    office: House, contested: tuple[Path, str]
) -> None:
    browser, claims = office.signed_in("officer-102"), office.console.laptop.databases["claims"]
    address = of_contest(contested)
    browser.post(address, data={**fields(browser.get(address).text), **DECISION})
    with claims.reading() as connection:
        in_hand = contest_in_hand(connection, PERSON, contested[1], claims.partitions)
        assert in_hand is not None
        assert in_hand.asked is not None
        about, ground = in_hand.asked.about, in_hand.asked.ground
        (over,) = decided_contests(connection, about, ground, date(2020, 1, 1))
        assert (over.contest, over.outcome) == (contested[1], ContestOutcome.OVERTURNED)
        assert decided_contests(connection, about, ground, over.closed_on + timedelta(days=1)) == []
        assert decided_contests(connection, about, Ground.FRAUD, date(2020, 1, 1)) == []
        assert decided_contests(connection, WeekAbout(first_day=date(2020, 1, 5)), ground, date(2020, 1, 1)) == []
    member, examiner = (OFFICERS_BY_STAFF[staff] for staff in ("member-1", "officer-102"))
    assert may_open(examiner, over, listed_tiers(examiner))
    assert not may_open(member, over, listed_tiers(member)), "a complaint is not before the tribunal"
