"""The beginning of benefit: how long a person must have been insured, and how long nothing is paid."""

from __future__ import annotations

from fractions import Fraction

from contracts.eligibility import WeekState
from law.conventions.durations import shortest_career
from law.conventions.model import Answer, Row, met, needs_evidence, not_asked, not_met
from law.conventions.rates import floor_of
from law.conventions.subject import Matter, hundredths
from law.conventions.wages import usual_wage

NOTHING = "a wage at which benefit is granted"


def qualifying(matter: Matter, row: Row) -> Answer:
    """C102 Art. 23, C168 Art. 17(1): no figure in the text; above the months of the row a justification is asked."""
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    found = shortest_career(matter, wage) if wage is not None else None
    if wage is None or found is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    months, limit = found.person.months, row.figures["review_flag_months"]
    figures = (("months insured that are enough", str(months)),)
    person = f"{matter.told(found.person)}: granted"
    if months > limit:
        because = f"{months} months are asked, more than {hundredths(limit)}."
        return needs_evidence(because, "why so long a time is necessary to preclude abuse", *figures, person=person)
    length = "1 month" if months == 1 else f"{months} months"
    because = f"Full-time work of {length} is enough; up to {hundredths(limit)} months supervision asks no more."
    return met(because, *figures, person=person)


def waiting(matter: Matter, row: Row) -> Answer:
    """C102 Art. 24(3), C168 Art. 18: the days at the beginning that are not paid, in calendar days."""
    used = "exception" in row.words and matter.declaration.uses(row.words["exception"])
    if "exception" in row.words and used == (row.words["asked"] == "without the exception"):
        return not_asked(row.words["otherwise"])
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    trial = matter.engine.pays(matter.person(wage), floor_of(matter, row, allowances=False).weeks)
    if not trial.full_period:
        return needs_evidence("No period was paid.", "; ".join(one.question or "" for one in trial.paid) or NOTHING)
    days, limit = trial.days_waited, row.figures["days_max"]
    unit = matter.scheme.waiting.lasts.unit
    figures = (
        ("waiting in the law", f"{hundredths(Fraction(trial.determination.waiting))} ({unit})"),
        ("calendar days not paid", hundredths(days)),
    )
    because = f"{hundredths(days)} calendar days are not paid; at most {hundredths(limit)} may be."
    return (met if days <= limit else not_met)(because, *figures, person=matter.told(trial.person))


def linked_spells(matter: Matter, row: Row) -> Answer:  # noqa: PLR0911  one return for each answer
    """C102 Art. 24(3), second sentence: a short job in between does not make the person wait again."""
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    person, nothing = matter.person(wage), Fraction(0)
    before = (nothing,) * int(row.figures["periods_before"])
    trial = matter.engine.with_earnings(person, (*before, wage * 2, nothing, nothing))
    if not trial.granted or not trial.full_period:
        return needs_evidence("Nothing was paid.", trial.because or NOTHING)
    job, after = trial.paid[len(before)], trial.paid[len(before) + 1]
    said = f"{matter.told(person)}: the period from {job.period.start} with a short job, that from {after.period.start}"
    figures = (("paid in the period of the job", matter.money(job.amount)), ("and after", matter.money(after.amount)))
    if after.state is WeekState.WAITING:
        return not_met("After a short job within the claim the person waits again.", *figures, person=said)
    if not after.amount:
        because = "After a short job within the claim nothing is paid."
        return needs_evidence(because, after.question or row.words["missing"], *figures, person=said)
    because = "After a short job within the claim the person is paid at once, without waiting again."
    spells = matter.scheme.spells
    if spells is not None and "waiting" in spells.shares:
        return met(f"{because} So is a later claim.", *figures, ("linked by", spells.cites), person=said)
    prescribed = matter.declaration.facts.get("linking_job_max_days")
    if prescribed is None:
        return needs_evidence(because, row.words["missing"], *figures, person=said)
    return met(f"{because} {prescribed.cites}.", *figures, person=said)
