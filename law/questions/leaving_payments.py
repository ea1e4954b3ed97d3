"""Questions about what an employer paid because the employment that was lost ended."""

from __future__ import annotations

from datetime import date

from contracts.registry import EmploymentEnded, LeavingPayment, LeavingPaymentRecorded
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Unknown
from law.questions.person_and_job import employment_ended

REGISTER = QuestionRegister()
WORDS = tuple(kind.value for kind in LeavingPayment)


@REGISTER.question(unit="money", takes=("word",), words=WORDS, sentence="what was paid on leaving as {0}")
def leaving_payment(case: Case, word: str) -> Answer:
    """The sum of the payments of this kind for the employment that was lost; zero where none is recorded."""
    paid, doubt = _paid(case, word)
    foreign = [fact for fact in paid if fact.amount.currency != case.currency]
    if foreign and doubt is None:
        asks = f"Leaving payment {foreign[0].key} is in {foreign[0].amount.currency}: what is it in {case.currency}?"
        doubt = Unknown.because(asks, foreign[0].key)
    own = sum(fact.amount.minor for fact in paid if fact not in foreign)
    return _answer(case, paid, doubt, case.major(own))


@REGISTER.question(unit="days", takes=("word",), words=WORDS, sentence="the days for which {0} was paid on leaving")
def days_paid_on_leaving(case: Case, word: str) -> Answer:
    """The calendar days that such payments cover, each once; doubt where one does not say which it covers."""
    paid, doubt = _paid(case, word)
    unsaid = [fact for fact in paid if fact.covers is None]
    if unsaid and doubt is None:
        asks = f"For which days after the end of the employment is the payment {unsaid[0].key} made?"
        doubt = Unknown.because(asks, *(fact.key for fact in unsaid))
    covered: set[date] = set()
    for fact in paid:
        covered |= set(days_of(fact.covers)) if fact.covers else set()
    return _answer(case, paid, doubt, len(covered))


def _answer(case: Case, paid: list[LeavingPaymentRecorded], doubt: Unknown | None, certain: object) -> Answer:
    keys = tuple(fact.key for fact in paid)
    return Answer(certain if doubt is None or case.leaves_out_doubt else doubt, keys)  # type: ignore[arg-type]


def _paid(case: Case, word: str) -> tuple[list[LeavingPaymentRecorded], Unknown | None]:
    """The payments of a kind for the employment that was lost, and whether one of them contradicts itself."""
    lost = _lost(case)

    def concerns(fact: LeavingPaymentRecorded) -> bool:
        return fact.kind == word and lost in (None, fact.employment)

    disputed = [fact.key for fact in case.facts.contradicted(LeavingPaymentRecorded) if concerns(fact)]
    doubt = None
    if disputed:
        doubt = Unknown.because(f"Leaving payment {disputed[0]} is stated in two ways: which is right?", *disputed)
    return [fact for fact in case.facts.of(LeavingPaymentRecorded) if concerns(fact)], doubt


def _lost(case: Case) -> str | None:
    """The employment that the claim names, or that ended last before filing; None where no end is reported."""
    if case.claim.employment is not None:
        return case.claim.employment
    ended = employment_ended(case).facts
    return next((fact.employment for fact in case.facts.of(EmploymentEnded) if fact.key in ended), None)
