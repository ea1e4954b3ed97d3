"""What becomes of a certified period by the frame of its claim, before anything of the period itself is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from contracts.about import WeekDoubt
from contracts.claims import Ground
from contracts.eligibility import ONE_CLAIM, BenefitState, DeterminationOutcome, Interval, Outcome, WeekState
from contracts.values import Period
from law.decide import linked_claims, overlapping_claims
from law.decide.findings import cut
from law.decide.week_ruling import Ruling
from law.language.sheet.scheme import DAYS_OF_A_WEEK, WEEKDAYS, Scheme
from law.language.terms.calendar import first_of_month, first_of_next_month, month_begins
from law.written.arithmetic import doubtful
from law.written.period_decisions import DecidedPeriod
from law.written.period_rows import ClaimOfPeriods
from law.written.rows import month_of

OF_OTHER_CLAIMS = {
    ONE_CLAIM: overlapping_claims.MEANING,
    linked_claims.SAME_SPELL: linked_claims.MEANING,
}
"""What may be open of a claim that no rule of its sheet asks."""
NO_PERIOD = "Days that are no benefit week are never paid as one; the claimant certifies the week that was meant."


def ruled_by_frame(scheme: Scheme, claim: ClaimOfPeriods, days: Period, decided: DecidedPeriod) -> Ruling | None:
    """What the frame makes of a period; None where it depends on the period itself."""
    determination = claim.determination
    year = determination.benefit_year
    if not _lies_within(scheme, days, year):
        because = f"The week is not within the benefit year from {year.start} up to {year.end}."
        return Ruling(WeekState.OUTSIDE, scheme.claim.benefit_year.cites, because)
    if determination.outcome is DeterminationOutcome.REFUSED:
        return _refused(claim)
    if not IS_A_PERIOD[scheme.claim.period.what](scheme, days, year):
        cites, because = scheme.claim.week_begins_on.cites, "The days are no benefit week."
        question = (
            f"The certified days {days.start} up to {days.end} are not a benefit week: "
            f"which week was meant? {NO_PERIOD}"
        )
        return Ruling(WeekState.HELD, cites, because, question=question, doubt=WeekDoubt.NO_BENEFIT_WEEK)
    if decided.against is not None:
        because = f"A named person decided on {decided.against.decided_on} that no benefit is due for this week."
        return Ruling(WeekState.DISQUALIFIED, decided.against.article, because, ground=decided.ground)
    return _not_drawn(scheme, claim, days, decided) or _held_with_claim(scheme, claim)


def _lies_within(scheme: Scheme, days: Period, year: Period) -> bool:
    if scheme.claim.period.what == "two weeks":  # a fortnight that begins before the year is counted day by day
        return days.end > year.start and days.start < year.end
    return days.start >= year.start and days.end <= year.end


def _refused(claim: ClaimOfPeriods) -> Ruling:
    determination = claim.determination
    unmet = [finding for finding in determination.findings if finding.outcome is Outcome.NOT_MET]
    if not unmet:
        because = "A named person decided that no benefit is due in the whole benefit year."
        return Ruling(WeekState.NOT_ENTITLED, determination.timeline[0].cites, because)
    because = cut(" ".join([finding.because for finding in unmet]))
    return Ruling(WeekState.NOT_ENTITLED, unmet[0].cites, because, ground=unmet[0].ground)


def _not_drawn(scheme: Scheme, claim: ClaimOfPeriods, days: Period, decided: DecidedPeriod) -> Ruling | None:
    """Benefit that rests by arithmetic, or was taken by a person, on all days of the period or on some of them."""
    touched = [
        part for part in claim.determination.timeline if part.period.start < days.end and days.start < part.period.end
    ]
    resting = [part for part in touched if part.state is BenefitState.DISQUALIFIED]
    if not resting:
        return None
    first, last = resting[0], resting[-1]
    if len(resting) == len(touched):
        because = f"{_no_benefit(scheme, first)} from {first.period.start} up to {last.period.end}."
        return Ruling(WeekState.DISQUALIFIED, first.cites, because, ground=first.ground)
    undecided = [part for part in resting if part.ground not in decided.settled]
    if scheme.claim.paid_by == "the day" or not undecided:
        return None
    question = f"The decision covers only a part of the week from {days.start}: is the week to be paid?"
    because = "Only a part of the week is covered by a decision against it."
    ground = undecided[0].ground
    doubt = None if ground else WeekDoubt.COVERED_IN_PART
    return Ruling(WeekState.HELD, undecided[0].cites, because, question=question, ground=ground, doubt=doubt)


def _no_benefit(scheme: Scheme, stretch: Interval) -> str:
    for rest in scheme.rests.values():
        if rest.cites == stretch.cites and Ground(rest.ground) == stretch.ground:
            return f"{rest.meaning}: no benefit is due"
    return "A named person decided that no benefit is due"


def _held_with_claim(scheme: Scheme, claim: ClaimOfPeriods) -> Ruling | None:
    """Whatever is open of the claim holds its periods."""
    waits = [finding for finding in claim.determination.findings if finding.outcome is Outcome.NEEDS_A_PERSON]
    if not waits:
        return None
    meanings = "; ".join([_meaning(scheme, finding.condition) for finding in waits])
    because = cut(f"Nothing is refused and nothing is paid until a person has decided on: {meanings}.")
    return Ruling(WeekState.HELD, waits[0].cites, because, ground=waits[0].ground)


def _meaning(scheme: Scheme, condition: str) -> str:
    if condition in OF_OTHER_CLAIMS:
        return OF_OTHER_CLAIMS[condition]
    rule = scheme.conditions.get(condition) or scheme.quantities.get(condition)
    return rule.meaning if rule else doubtful("Something is open of the claim that no rule of the sheet asks.")


def _is_a_week(_scheme: Scheme, days: Period, year: Period) -> bool:
    start = days.start.toordinal()
    return days.end.toordinal() == start + DAYS_OF_A_WEEK and not (start - year.start.toordinal()) % DAYS_OF_A_WEEK


def _is_a_fortnight(scheme: Scheme, days: Period, _year: Period) -> bool:
    first = WEEKDAYS[days.start.weekday()]
    return days.days == DAYS_OF_A_WEEK + DAYS_OF_A_WEEK and first == scheme.claim.week_begins_on.what


def _is_a_calendar_month(_scheme: Scheme, days: Period, year: Period) -> bool:
    return days.start in (year.start, first_of_month(days.start)) and days.end == min(
        year.end, first_of_next_month(days.start)
    )


def _is_a_month_of_the_claim(_scheme: Scheme, days: Period, year: Period) -> bool:
    since = month_of(days.start) - month_of(year.start)
    return any(_month(year.start, number) == (days.start, days.end) for number in (since, since - 1))


def _month(first: date, number: int) -> tuple[date, date]:
    return month_begins(first, number), month_begins(first, number + 1)


IS_A_PERIOD: Mapping[str, Callable[[Scheme, Period, Period], bool]] = {
    "a week": _is_a_week,
    "two weeks": _is_a_fortnight,
    "a calendar month": _is_a_calendar_month,
    "a month from the day the claim begins": _is_a_month_of_the_claim,
}
"""Whether days are one benefit period of a claim with a benefit year, by how the sheet counts them."""
