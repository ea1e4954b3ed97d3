"""The fixed vocabulary: every question a rule sheet may ask of the facts. Adding one is one tested entry here."""

from __future__ import annotations

from fractions import Fraction

from contracts.claims import Ground
from contracts.registry import EmploymentEnded, Separation
from services.eligibility.case import Case
from services.eligibility.earnings import earnings_by_bucket, whole
from services.eligibility.rulesheet.questions import Answer, QuestionRegister, Vocabulary
from services.eligibility.rulesheet.values import Number, Unknown
from services.eligibility.rulesheet.windows import Span

REGISTER = QuestionRegister()
VOCABULARY = Vocabulary(REGISTER.questions, frozenset(ground.value for ground in Ground))

Spans = tuple[Span, ...]


@REGISTER.question(unit="money", takes=("any",), sentence="the insured earnings within {0}")
def earnings_in(case: Case, spans: Spans) -> Answer:
    """All insured earnings within the window."""
    found = earnings_by_bucket(case, spans)
    if found.unknown:
        found = earnings_by_bucket(case, whole(spans))  # an edge within the window does not matter to its total
    return Answer(found.unknown or sum(_amount(part.value) for part in found.parts), found.facts, found.parts)


@REGISTER.question(
    unit="money/quarter", takes=("quarter",), sentence="the insured earnings of the highest quarter of {0}"
)
def highest_quarter(case: Case, spans: Spans) -> Answer:
    """The insured earnings of the quarter in which they were highest."""
    found = earnings_by_bucket(case, spans)
    return Answer(found.unknown or max(_amount(part.value) for part in found.parts), found.facts, found.parts)


@REGISTER.question(unit="quarters", takes=("quarter",), sentence="the number of quarters of {0} with insured earnings")
def quarters_with_earnings(case: Case, spans: Spans) -> Answer:
    """In how many quarters of the window anything was earned."""
    return _buckets_with_earnings(case, spans)


@REGISTER.question(unit="months", takes=("month",), sentence="the number of months of {0} with insured earnings")
def months_with_earnings(case: Case, spans: Spans) -> Answer:
    """In how many calendar months of the window anything was earned."""
    return _buckets_with_earnings(case, spans)


@REGISTER.question(
    unit="money/month", takes=("month",), sentence="the average insured earnings of the months of {0} that have any"
)
def average_monthly_earnings(case: Case, spans: Spans) -> Answer:
    """The mean over the months with earnings, so that a month without insurance does not lower it; nought if none."""
    found = earnings_by_bucket(case, spans)
    earned = [_amount(part.value) for part in found.parts if part.value]
    mean: Number = Fraction(sum(earned)) / len(earned) if earned else 0
    return Answer(found.unknown or mean, found.facts, found.parts)


@REGISTER.question(
    unit="category",
    members=tuple(reason.value for reason in Separation),
    sentence="the reported reason why the employment ended",
)
def separation_reason(case: Case) -> Answer:
    """The reason as reported for the employment the claim names, else for the one that ended last before filing."""
    named = case.claim.employment
    stated = case.facts.contradicted(EmploymentEnded)
    disputed = [fact.key for fact in stated if named in (None, fact.employment)]
    if disputed:
        question = f"The end of an employment is stated in two ways ({disputed[0]}): why did it end?"
        return Answer(Unknown.because(question, *dict.fromkeys(disputed)))
    ended = [fact for fact in case.facts.of(EmploymentEnded) if _concerns(fact, case)]
    last_day = max((fact.ended_on for fact in ended), default=None)
    last = [fact for fact in ended if fact.ended_on == last_day]
    reasons = {fact.reason.value for fact in last}
    keys = tuple(fact.key for fact in last)
    if not reasons:
        return Answer(Unknown.because("No end of an employment is reported: was work lost, and for what reason?"))
    if len(reasons) > 1:
        question = f"Employments ended on {last_day} for different reasons: which one counts?"
        return Answer(Unknown.because(question, *keys), keys)
    return Answer(reasons.pop(), keys)


@REGISTER.question(unit="money/week", scope="week", sentence="what was earned in the week by work of that week")
def week_earnings(case: Case) -> Answer:
    """The certified earnings of the week."""
    earned = case.certified().earnings
    if earned.currency != case.currency:
        if case.leaves_out_doubt:
            return Answer(0, (case.certification,))
        question = f"The week's earnings are certified in {earned.currency}, not {case.currency}: what was earned?"
        return Answer(Unknown.because(question, case.certification), (case.certification,))
    return Answer(case.major(earned.minor), (case.certification,))


@REGISTER.question(unit="yes_no", scope="week", sentence="the person certified being able to work")
def able_to_work(case: Case) -> Answer:
    """Whether the person says they were able to work in the week."""
    return Answer(case.certified().able, (case.certification,))


@REGISTER.question(unit="yes_no", scope="week", sentence="the person certified being available for work")
def available_for_work(case: Case) -> Answer:
    """Whether the person says they were available for work in the week."""
    return Answer(case.certified().available, (case.certification,))


@REGISTER.question(unit="yes_no", scope="week", sentence="the person certified having looked for work")
def sought_work(case: Case) -> Answer:
    """Whether the person says they looked for work in the week."""
    return Answer(case.certified().sought_work, (case.certification,))


def _buckets_with_earnings(case: Case, spans: Spans) -> Answer:
    found = earnings_by_bucket(case, spans)
    return Answer(found.unknown or sum(1 for part in found.parts if part.value), found.facts, found.parts)


def _concerns(fact: EmploymentEnded, case: Case) -> bool:
    if case.claim.employment is not None:
        return fact.employment == case.claim.employment
    return fact.ended_on <= case.claim.filed_on


def _amount(value: object) -> Number:
    if isinstance(value, int | Fraction):
        return value
    raise TypeError("a bucket of earnings is a number")
