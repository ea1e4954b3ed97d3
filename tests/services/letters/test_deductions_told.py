"""The letter on a payment tells what was taken from it for others: gross, each deduction with its law, net."""

from __future__ import annotations

import pytest

from contracts.payments import CreditorKind, DeductionMade, PaymentInstructed
from contracts.values import Money
from services.letters.case_file import CaseFile
from services.letters.every_letter import letters_of
from services.letters.language import LANGUAGES
from services.letters.text import as_text
from services.letters.writing import written
from tests.services.letters.case import case_of, example, opened_life
from tests.services.letters.test_contests_and_debts import with_events


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    with opened_life(tmp_path_factory.mktemp("life")) as laptop:
        return case_of(laptop)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def letter_with(case: CaseFile, language: str, *kinds: CreditorKind) -> str:
    payment = next(event for _, event in case.of(PaymentInstructed))
    taken = [
        example(DeductionMade).model_copy(
            update={
                "instruction": payment.instruction,
                "deduction": example(DeductionMade).deduction if number == 0 else payment.instruction,
                "creditor": kind,
                "order": "o-118" if kind is CreditorKind.THIRD_PARTY else None,
                "gross": usd(40_000),
                "amount": usd(1_234 + number),
                "cites": f"Act {number}",
            }
        )
        for number, kind in enumerate(kinds)
    ]
    letters = letters_of(with_events(case, *taken))
    letter = next(each for each in letters if str(payment.instruction) in each.ids)
    return as_text(written(letter, language)).replace("\n", " ").replace("\u00a0", " ")


def test_gross_and_each_deduction_are_told_with_their_law(case: CaseFile) -> None:
    told = letter_with(case, "en", CreditorKind.TAX, CreditorKind.THIRD_PARTY)
    assert "Before anything was taken off, the payment was 400.00 USD." in told
    assert "12.34 USD was taken off for tax." in told
    assert "12.35 USD was taken off because a court or an agency ordered it (order o-118)." in told
    assert "Act 0" in told
    assert "Act 1" in told
    assert "Nothing was taken off" not in told


def test_of_a_payment_that_is_whole_it_is_said_so(case: CaseFile) -> None:
    assert "Nothing was taken off." in letter_with(case, "en")


@pytest.mark.parametrize("kind", list(CreditorKind))
def test_each_kind_of_deduction_has_its_words_in_every_language(case: CaseFile, kind: CreditorKind) -> None:
    assert len({letter_with(case, language, kind) for language in LANGUAGES}) == len(LANGUAGES)
