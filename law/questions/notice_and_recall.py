"""Questions about notice given, and about a recall that was promised, as the employer reported the end of a job."""

from __future__ import annotations

from datetime import date

from contracts.registry import EmploymentEnded
from law.case.case import Case
from law.language.terms.questions import Answer, QuestionRegister
from law.language.terms.values import Unknown
from law.language.terms.windows import BEGINNING
from law.questions.person_and_job import employment_ended

REGISTER = QuestionRegister()


@REGISTER.question(
    unit="date",
    sentence="the day on which notice was given, before the employment that was lost ended; a day before all others "
    "where none is reported",
)
def notice_day(case: Case) -> Answer:
    """As the employer reported it with the end."""
    ended, doubt = _ended(case)
    return _day_or_none(ended.notice_on if ended else None, ended, doubt)


@REGISTER.question(unit="days", sentence="the days from the notice to the end of the employment that was lost")
def days_of_notice(case: Case) -> Answer:
    """Doubt where no day of notice is reported: nobody may take that for no notice."""
    ended, doubt = _ended(case)
    if ended is None or ended.notice_on is None:
        asks = "On which day was notice given of the employment that was lost?"
        keys = (ended.key,) if ended else ()
        return Answer(doubt or Unknown.because(asks, *keys), keys)
    return Answer(max(0, (ended.ended_on - ended.notice_on).days), (ended.key,))


@REGISTER.question(
    unit="date",
    sentence="the day on which the employer of the employment that was lost takes the person back; a day before all "
    "others where none is promised",
)
def recall_day(case: Case) -> Answer:
    """As the employer reported it with the end."""
    ended, doubt = _ended(case)
    return _day_or_none(ended.returns_on if ended else None, ended, doubt)


def _day_or_none(day: date | None, ended: EmploymentEnded | None, doubt: Unknown | None) -> Answer:
    return Answer(doubt or day or BEGINNING, (ended.key,) if ended and day else ())


def _ended(case: Case) -> tuple[EmploymentEnded | None, Unknown | None]:
    """The end of the employment that was lost, if one is reported; doubt where it is stated in two ways."""
    named = case.claim.employment
    disputed = [fact.key for fact in case.facts.contradicted(EmploymentEnded) if named in (None, fact.employment)]
    if disputed:
        asks = f"The end of an employment is stated in two ways ({disputed[0]}): which is right?"
        return None, Unknown.because(asks, *dict.fromkeys(disputed))
    keys = employment_ended(case).facts
    return next((fact for fact in case.facts.of(EmploymentEnded) if fact.key in keys), None), None
