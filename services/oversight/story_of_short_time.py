"""How a story tells of short-time work: the worker's line, and what the employer is due for the month."""

from __future__ import annotations

from contracts import short_time, short_time_answers
from contracts.values import Period
from services.oversight.story_phrases import Said, Sentences, Told, fact, prose, say, told


def _month(period: Period) -> str:
    return f"{period.start:%Y-%m}"


def _reported(e: short_time.ShortTimeReported) -> Told:
    key = "short_time.figures.final" if e.is_final else "short_time.figures.expected"
    pay = {"pay": e.pay, "should_pay": e.should_pay}
    return fact(e, say(key, month=_month(e.month), employment=e.employment, **pay))


def _answered(e: short_time_answers.ShortTimeDue) -> Told:
    answer = say("short_time.line", line=e.line, month=_month(e.month), outcome=e.outcome, amount=e.amount)
    return told(answer, prose(e.because), cites=(e.cites,))


def _added_up(e: short_time_answers.ShortTimeAssessed) -> Told:
    return told(say("short_time.month", month=_month(e.month), amount=e.amount), prose(e.because), cites=(e.cites,))


def _doubted(e: short_time_answers.ShortTimeDoubted) -> Told:
    if e.doubt is None:
        return told(say("short_time.no_doubt", line=e.line, month=_month(e.month)))
    asked = say("short_time.doubt", line=e.line, month=_month(e.month), amount=e.doubt.amount)
    return told(asked, prose(e.doubt.because), cites=(e.doubt.cites,))


def _settled(e: short_time_answers.ShortTimeSettled) -> Told:
    by = say("short_time.by", role=e.officer.role, staff=e.officer.staff) if e.officer else None
    line: dict[str, Said] = {"month": _month(e.month), "employer": e.employer, "outcome": e.outcome, "amount": e.amount}
    return told(say("short_time.settled", by=by, **line), prose(e.because), cites=(e.cites,))


SHORT_TIME: Sentences = {
    short_time.ShortTimeReported: _reported,
    short_time_answers.ShortTimeDue: _answered,
    short_time_answers.ShortTimeAssessed: _added_up,
    short_time_answers.ShortTimeDoubted: _doubted,
    short_time_answers.ShortTimeSettled: _settled,
}
