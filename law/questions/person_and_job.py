"""Questions about the person and the employment that was lost."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from contracts.intake import ClaimFiled
from contracts.registry import Contract, EmploymentEnded, EmploymentStarted, HoursChanged, PersonRecorded, Separation
from law.case.case import Case
from law.case.population_record import registered_on
from law.language.terms.calendar import DAYS_KEPT_MAX, first_of_month, next_working_day, working_day_from
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Number, Unknown
from law.language.terms.windows import BEGINNING

REGISTER = QuestionRegister()
NO_REASON = frozenset({Separation.NOT_SAID, Separation.DEATH})
"""Reports of an end that no law weighs as a reason: they are asked about."""
NO_END = "No end of an employment is reported: was work lost, when, and for what reason?"
"""One missing fact is one doubt, whatever a sheet asks of it."""
MINUTES_OF_AN_HOUR = 60
MONTHS_OF_A_YEAR = 12


@REGISTER.question(
    unit="category",
    members=tuple(reason.value for reason in Separation if reason not in NO_REASON),
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
        return Answer(Unknown.because(NO_END))
    if Separation.NOT_SAID.value in reasons:
        asks = f"The end of an employment on {last_day} is reported without a reason: why did it end?"
        return Answer(Unknown.because(asks, *keys), keys)
    if Separation.DEATH.value in reasons:
        asks = f"An employer reports that the person died before {last_day}: is that so, and if not, why did work end?"
        return Answer(Unknown.because(asks, *keys), keys)
    if len(reasons) > 1:
        question = f"Employments ended on {last_day} for different reasons: which one counts?"
        return Answer(Unknown.because(question, *keys), keys)
    return Answer(reasons.pop(), keys)


@REGISTER.question(unit="date", sentence="the first day without the employment that was lost")
def employment_ended(case: Case) -> Answer:
    """The day on which the employment that the claim names, or the last one before filing, was over."""
    ended = [fact for fact in case.facts.of(EmploymentEnded) if _concerns(fact, case)]
    if not ended:
        return Answer(Unknown.because(NO_END))
    last = max(ended, key=lambda fact: (fact.ended_on, fact.key))
    return Answer(last.ended_on, (last.key,))


def unemployed_from(case: Case) -> Answer:
    """The day that the claim states."""
    return Answer(case.claim.unemployed_from, (case.claim.key,))


@REGISTER.question(unit="date", sentence="the day on which the claim was filed")
def claim_day(case: Case) -> Answer:
    """The day of filing."""
    return Answer(case.claim.filed_on, (case.claim.key,))


@REGISTER.question(unit="date", sentence="the day on which the claim begins")
def claim_begins(case: Case) -> Answer:
    """The day of filing, the first day of its benefit week, or the first day without work, as the sheet says."""
    return Answer(case.begins or case.claim.filed_on, (case.claim.key,))


@REGISTER.question(unit="date", takes=("day", "number"), sentence="working day {1} from {0} on")
def working_day(case: Case, day: date, number: Number) -> Answer:
    """The day itself counts if it is a working day of the scheme's country."""
    return Answer(working_day_from(day, int(number), case.country))


@REGISTER.question(
    unit="date", takes=("number",), sentence="day {0} of the month of the claim, or the next working day if it is none"
)
def reporting_day(case: Case, number: Number) -> Answer:
    """By which day of this month employers must have reported the month before."""
    return Answer(_reporting_day(case.claim.filed_on.replace(day=1), int(number), case.country))


def _reporting_day(first: date, number: int, country: str) -> date:
    return next_working_day(first + timedelta(days=number - 1), country)


@REGISTER.question(
    unit="date", takes=("number",), sentence="the end of the last month that was to be reported by day {0} of the next"
)
def reported_until(case: Case, number: Number) -> Answer:
    """This month's first day once its reporting day is over; until then that of the month before."""
    return Answer(_reported_until(case.claim.filed_on, int(number), case.country))


@lru_cache(maxsize=DAYS_KEPT_MAX)
def _reported_until(filed: date, number: int, country: str) -> date:
    this = filed.replace(day=1)
    return this if filed > _reporting_day(this, number, country) else first_of_month(this - timedelta(days=1))


@REGISTER.question(unit="months", sentence="the months since the month of birth")
def months_since_birth(case: Case) -> Answer:
    """Calendar months from the month of birth to the month of the claim: exact, for both are known."""
    person = _person(case)
    if person is None:
        return Answer(Unknown.because("In which month was the person born?"))
    born, filed = date.fromisoformat(f"{person.birth_month}-01"), case.claim.filed_on
    return Answer((filed.year - born.year) * MONTHS_OF_A_YEAR + filed.month - born.month, (person.key,))


@REGISTER.question(unit="date", sentence="the day on which the person's claim before this one was filed")
def earlier_claim_began(case: Case) -> Answer:
    """The day of filing of the claim before; a day before all others where there is none."""
    earlier = [
        fact for fact in case.facts.of(ClaimFiled) if (fact.filed_on, fact.key) < (case.claim.filed_on, case.claim.key)
    ]
    last = max(earlier, key=lambda fact: (fact.filed_on, fact.key), default=None)
    return Answer(last.filed_on, (last.key,)) if last else Answer(BEGINNING)


@REGISTER.question(
    unit="yes_no",
    takes=("word",),
    words=tuple(contract.value for contract in Contract),
    sentence="the employment that was lost is reported as {0}",
)
def lost_job_was(case: Case, word: str) -> Answer:
    """Whether the contract was reported as of this kind when the job began; no where nobody says of which it was."""
    begun = [fact for fact in case.facts.of(EmploymentStarted) if _may_be_lost(fact, case)]
    last = max(begun, key=lambda fact: (fact.started_on, fact.key), default=None)
    if last is None or last.contract is None:
        return Answer(value=False)
    return Answer(last.contract.value == word, (last.key,))


@REGISTER.question(
    unit="days", sentence="the days by which the employment that was lost ended before the end agreed when it began"
)
def days_before_agreed_end(case: Case) -> Answer:
    """Zero where no end was agreed, or none came, as far as is reported, and where the job lasted until then."""
    ended = employment_ended(case)
    lost = next((fact for fact in case.facts.of(EmploymentEnded) if fact.key in ended.facts), None)
    if lost is None or not isinstance(ended.value, date):
        return Answer(0)
    begun = [fact for fact in case.facts.of(EmploymentStarted) if fact.employment == lost.employment]
    agreed = max(((fact.agreed_end, fact.key) for fact in begun if fact.agreed_end is not None), default=None)
    if agreed is None:
        return Answer(0, ended.facts)
    until, key = agreed
    return Answer(max(0, (until - ended.value).days), tuple(dict.fromkeys((key, *ended.facts))))


@REGISTER.question(unit="years", sentence="the completed years with the last employer")
def years_with_employer(case: Case) -> Answer:
    """From the day the lost employment began to the day it ended."""
    ended = employment_ended(case)
    named = next((fact for fact in case.facts.of(EmploymentEnded) if fact.key in ended.facts), None)
    if named is None or not isinstance(ended.value, date):
        return ended
    begun = [fact for fact in case.facts.of(EmploymentStarted) if fact.employment == named.employment]
    if not begun:
        return Answer(Unknown.because("When did the employment that was lost begin?", named.key), ended.facts)
    first = min(begun, key=lambda fact: fact.started_on)
    return Answer(_years(first.started_on, ended.value), (first.key, *ended.facts))


@REGISTER.question(unit="hours/week", sentence="the usual weekly working time before the loss of work")
def usual_weekly_hours(case: Case) -> Answer:
    """Of the employment that the claim names, or of those that ran last before the claim; later changes count."""
    if disputed := [fact.key for fact in case.facts.contradicted(EmploymentStarted) if _may_be_lost(fact, case)]:
        question = f"The beginning of an employment is stated in two ways ({disputed[0]}): what were its weekly hours?"
        return Answer(Unknown.because(question, *dict.fromkeys(disputed)))
    begun = [fact for fact in case.facts.of(EmploymentStarted) if _may_be_lost(fact, case)]
    if not begun:
        return Answer(Unknown.because("What was the usual weekly working time before the loss of work?"))
    last = max(begun, key=lambda fact: (fact.started_on, fact.key))
    changed = [
        fact
        for fact in case.facts.of(HoursChanged)
        if fact.employment == last.employment and not fact.temporary and fact.period.start <= case.claim.filed_on
    ]
    newest = max(changed, key=lambda fact: (fact.period.start, fact.key), default=None)
    minutes, key = (newest.minutes_weekly, newest.key) if newest else (last.minutes_weekly, last.key)
    if minutes is None:
        return Answer(hours_not_said(last), (key,))
    return Answer(Fraction(minutes, MINUTES_OF_AN_HOUR), (key,))


def hours_not_said(job: EmploymentStarted) -> Unknown:
    """The doubt about a job whose hours nobody reported: neither zero nor full time may be taken for them."""
    return Unknown.because(f"How many hours a week were agreed for the employment {job.employment}?", job.key)


@REGISTER.question(unit="years", sentence="the age in completed years")
def age(case: Case) -> Answer:
    """On the day the claim is filed; a person counts as born on the first day of the month of birth."""
    person = _person(case)
    if person is None:
        return Answer(Unknown.because("In which month was the person born?"))
    return Answer(_years(date.fromisoformat(f"{person.birth_month}-01"), case.claim.filed_on), (person.key,))


@REGISTER.question(unit="years", takes=("day",), sentence="the age in completed years on {0}")
def age_on(case: Case, day: date) -> Answer:
    """On that day; a person counts as born on the first day of the month of birth."""
    person = _person(case)
    if person is None:
        return Answer(Unknown.because("In which month was the person born?"))
    return Answer(_years(date.fromisoformat(f"{person.birth_month}-01"), day), (person.key,))


@REGISTER.question(unit="count", sentence="the number of dependants")
def dependants(case: Case) -> Answer:
    """As the population registry says for the day of filing."""
    person = _person(case)
    if person is None:
        return Answer(Unknown.because("How many dependants has the person?"))
    return Answer(person.dependants, (person.key,))


@REGISTER.question(unit="category", sentence="the region in which the person lives")
def region(case: Case) -> Answer:
    """As the population registry writes it on the day of filing."""
    person = _person(case)
    if person is None:
        return Answer(Unknown.because("In which region does the person live?"))
    return Answer(person.region, (person.key,))


@REGISTER.question(unit="days", scope="sanction", sentence="the days for which it was decided")
def days_imposed(case: Case) -> Answer:
    """The length of the decision against the person."""
    return Answer(case.imposed.days if case.imposed else 0)


@REGISTER.question(unit="count", scope="sanction", sentence="the number of such decisions before it")
def times_before(case: Case) -> Answer:
    """How many decisions on the same ground stand before this one, on this claim."""
    return Answer(case.imposed.before if case.imposed else 0)


@REGISTER.question(
    unit="days", scope="sanction", sentence="the days of all decisions up to this one, on whatever ground"
)
def days_imposed_in_all(case: Case) -> Answer:
    """On this claim, this decision included."""
    return Answer(case.imposed.in_all if case.imposed else 0)


ANCHORS = {"the employment ended": employment_ended, "unemployment began": unemployed_from}
"""The days, beside the claim's own, before which a window may look back."""


def _person(case: Case) -> PersonRecorded | None:
    return registered_on(case.facts, case.claim.filed_on)


def _years(since: date, on: date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _may_be_lost(fact: EmploymentStarted, case: Case) -> bool:
    return fact.started_on <= case.claim.filed_on and case.claim.employment in (None, fact.employment)


def _concerns(fact: EmploymentEnded, case: Case) -> bool:
    if case.claim.employment is not None:
        return fact.employment == case.claim.employment
    # Who files ahead names the first day without work, on which the employment is over.
    return fact.ended_on <= max(case.claim.filed_on, case.claim.unemployed_from)
