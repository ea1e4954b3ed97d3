"""Letters on wait lists, on nothing to offer and on a programme that ended: each has its words in every language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, WhyNoReferral
from contracts.base import Event
from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.programme_matching import MatchMade
from contracts.wait_lists import WaitEnd, WaitEnded, WaitJoined
from services.letters.case_file import CaseFile
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.matched import reasons
from services.letters.model import Letter
from services.letters.text import as_text
from services.letters.writing import written
from tests.services.letters.case import case_of, example, opened_life
from tests.services.letters.test_contests_and_debts import with_events

NAMES = {"wait_list", "no_offer", "place_ended"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    with opened_life(tmp_path_factory.mktemp("life")) as laptop:
        return case_of(laptop)


def every_way() -> Iterator[Event]:
    yield example(WaitJoined)
    yield from (example(WaitEnded).model_copy(update={"reason": reason}) for reason in WaitEnd)
    none = example(NoReferral)
    yield from (none.model_copy(update={"why": why, "lacks": tuple(Criterion)}) for why in WhyNoReferral)
    yield from (example(ReferralLapsed).model_copy(update={"reason": reason}) for reason in LapseReason)


def letters(case: CaseFile, *events: Event) -> list[Letter]:
    return [letter for letter in letters_of(with_events(case, *events)) if letter.name in NAMES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_is_told_in_every_language(case: CaseFile, language: str) -> None:
    told = letters(case, *every_way())
    assert len(told) == 1 + (len(WaitEnd) - 1) + (len(WhyNoReferral) - 1) + 2, "nobody writes to the dead"
    for letter in told:
        text = as_text(written(letter, language))
        assert "{" not in text
        assert letter.name not in text


def test_too_little_known_names_what_is_missing(case: CaseFile) -> None:
    lacks = (Criterion.AGE, Criterion.WORKED_AS)
    none = example(NoReferral).model_copy(update={"why": WhyNoReferral.TOO_LITTLE_KNOWN, "lacks": lacks})
    (letter,) = letters(case, none)
    text = as_text(written(letter, "en"))
    assert "We know too little" in text
    assert "Your age in years" in text
    assert "What you worked as" in text
    assert "How you lost your work" not in text


def test_each_criterion_is_told_with_what_the_person_has_and_whether_it_fits(case: CaseFile) -> None:
    made = example(MatchMade)
    (programme,) = [one for one in made.programmes if len(one.criteria) > 1]
    criteria = (
        JudgedCriterion(criterion=Criterion.AGE, fits=Fits.YES, asks_from=18, has_number=41),
        JudgedCriterion(criterion=Criterion.REGION, fits=Fits.NO, asks_any_of=("coast",), has="delta"),
        JudgedCriterion(criterion=Criterion.SERVICE_MONTHS, fits=Fits.UNKNOWN, asks_from=24),
    )
    judged = made.model_copy(update={"programmes": (programme.model_copy(update={"criteria": criteria}),)})
    lines = list(reasons(with_events(case, judged), made.referral, programme.programme))
    assert [line.says[0].key for line in lines] == ["match.fits", "match.fits_not", "match.unknown"]
