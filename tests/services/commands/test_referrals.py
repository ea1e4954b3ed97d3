"""An officer sees referrals by the command line, and takes one along as a calendar file or an e-mail."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from contracts.almp_referral import ReferralMade
from contracts.in_words import InWords
from services.__main__ import app
from services.almp_referral.views import ReferralState, inbox
from tests.services.almp_referral.offering import (
    NEXT_DAY,
    OFFERED,
    RULES,
    Office,
    Terms,
    day_closed,
    opened,
    recorded,
    worked,
)
from tests.services.almp_referral.test_seats_come_back import LAST_TO_ANSWER, TWO_PROGRAMMES

RUNNER = CliRunner()
NOTHING_FITS = OFFERED.partition("  - id: programme-open")[0].replace("age_from: 50", "age_from: 90")


@pytest.fixture
def offered(tmp_path: Path) -> tuple[Path, str]:
    office = Office(tmp_path / "world", TWO_PROGRAMMES)
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    referral = office.said(ReferralMade, to="ann")[0].referral
    office.world.close()
    return tmp_path / "world", referral


def tideover(folder: Path, *words: str) -> Result:
    return RUNNER.invoke(app, ["referrals", *words, "--folder", str(folder)], env={"COLUMNS": "200"})


def test_the_inbox_is_listed_by_deadline_and_as_a_table(offered: tuple[Path, str]) -> None:
    folder, referral = offered
    assert f"{LAST_TO_ANSWER}  made" in tideover(folder, "list").output
    heading, row = tideover(folder, "list", "--csv", "--office", "north").output.splitlines()
    assert dict(zip(heading.split(","), row.split(","), strict=True))["referral"] == referral


def test_one_referral_is_told_and_written_for_a_calendar_and_a_mailbox(
    offered: tuple[Path, str], tmp_path: Path
) -> None:
    folder, referral = offered
    ics, eml = tmp_path / "one.ics", tmp_path / "one.eml"
    told = tideover(folder, "show", referral[:10], "--ics", str(ics), "--eml", str(eml), "--to", "officer@example.org")
    assert f"answer by {LAST_TO_ANSWER}" in told.output
    assert len(Calendar.from_ical(ics.read_bytes()).walk("VEVENT")) == 1
    assert b"To: officer@example.org" in eml.read_bytes()


def test_one_under_which_nothing_was_offered_is_told_in_whole_sentences(tmp_path: Path) -> None:
    office = Office(tmp_path / "world", Terms.of(RULES, NOTHING_FITS))
    office.sees(recorded("ann"), worked("ann"), opened("ann"), day_closed(NEXT_DAY))
    with office.database.reading() as connection:
        (nothing,) = inbox(connection, standings={ReferralState.NONE})
    office.world.close()
    told = tideover(tmp_path / "world", "show", nothing.referral)
    assert told.output.splitlines() == [
        f"Referral {nothing.referral} of ann, claim claim-ann",
        f"{NEXT_DAY}  a programme was looked for",
        "Nothing was offered: none fits.",
    ]
    written = tideover(tmp_path / "world", "show", nothing.referral, "--ics", str(tmp_path / "x.ics"))
    assert isinstance(written.exception, InWords)
    assert not (tmp_path / "x.ics").exists()


def test_what_cannot_be_is_said_in_a_sentence(offered: tuple[Path, str], tmp_path: Path) -> None:
    folder, referral = offered
    for words in (("show", "nobody"), ("show", referral, "--eml", str(tmp_path / "x"), "--to", "nobody")):
        assert isinstance(tideover(folder, *words).exception, InWords)
    assert "No mandatory point was missed." in tideover(folder, "missed").output
