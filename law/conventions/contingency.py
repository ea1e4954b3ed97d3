"""Who is covered and on what grounds benefit may be refused: C102 Arts. 20, 69; C168 Arts. 10, 20, 21."""

from __future__ import annotations

from fractions import Fraction

from contracts.eligibility import Outcome
from contracts.registry import Separation
from law.conventions.model import Answer, Row, met, needs_evidence, not_met
from law.conventions.rates import floor_of
from law.conventions.subject import Matter, percent
from law.conventions.wages import replaced, usual_wage
from law.language.sheet.scheme import Condition

NOTHING = "a wage at which benefit is granted"


def involuntary_loss(matter: Matter, row: Row) -> Answer:
    """C102 Art. 20, C168 Art. 10(1): whoever lost work without choosing to is granted benefit of the full floor."""
    floor = floor_of(matter, row, allowances=row.words["allowances"] == "both sides")
    wage = usual_wage(matter, floor)
    if wage is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    laid_off = replaced(matter, matter.person(wage), floor)
    figures, open_questions = [], []
    for reason in row.lists["reasons"]:
        person = matter.person(wage, reason=Separation(reason))
        trial, found = matter.engine.determines(person), replaced(matter, person, floor)
        words = reason.replace("_", " ")
        if trial.refused:
            return not_met(f"A person reported as '{words}' is refused: {trial.because}", person=matter.told(person))
        if found is None:
            open_questions.append(f"{words}: {trial.because}")
            continue
        figures.append((words, percent(found.least)))
        if laid_off and found.least < min(floor.share, laid_off.least):
            because = (
                f"A person reported as '{words}' is paid {percent(found.least)}, less than {percent(floor.share)}."
            )
            return not_met(because, *figures, person=matter.told(person))
    if open_questions:
        because = "For some losses of work a person is asked before anything is paid."
        return needs_evidence(because, " ".join(open_questions), *figures)
    beside = _arithmetic_beside_insurance(matter)
    because = "Every loss of work that the person did not choose is granted" + (
        f"; also asked: {beside}." if beside else "."
    )
    return met(because, *figures, person=matter.told(matter.person(wage)))


def _arithmetic_beside_insurance(matter: Matter) -> str:
    """The conditions settled by arithmetic, in the sheet's words: more than a qualifying period may hide there."""
    found = [one.meaning.lower() for one in matter.scheme.conditions.values() if not one.by_a_person]
    return ", ".join(found)


def grounds(matter: Matter, row: Row) -> Answer:
    """C102 Art. 69, C168 Art. 20: every ground of the sheet is one of the closed list of the instrument."""
    scheme = matter.scheme
    conditions = {**scheme.conditions, **scheme.week_conditions}
    used = {one.ground: f"condition {name}" for name, one in conditions.items() if one.ground}
    used |= {rest.ground: f"rest {name}" for name, rest in scheme.rests.items()}
    used |= {rule.ground: f"sanction on {ground}" for ground, rule in scheme.sanctions.items()}
    listed = {line.split("=")[0].strip(): line.split("=")[1].strip() for line in row.lists["grounds"]}
    figures = tuple((ground, f"{listed.get(ground, 'not listed')} ({where})") for ground, where in sorted(used.items()))
    unlisted = sorted(used.keys() - listed.keys())
    if unlisted:
        where = "; ".join(f"{ground} ({used[ground]})" for ground in unlisted)
        return not_met(f"Benefit may be refused on grounds that the closed list does not know: {where}.", *figures)
    return met("Every ground of the sheet is in the closed list.", *figures)


def found_by_a_person(matter: Matter, row: Row) -> Answer:
    """C168 Art. 20(b) and (c), Art. 21: fault is found by the authority, never taken from an employer's report."""
    unseen = [one for one in matter.scheme.conditions.values() if one.ground in row.lists["grounds"] and _unseen(one)]
    if unseen:
        names = ", ".join(one.name for one in unseen)
        return not_met(f"Refused by arithmetic, though the authority must find it: {names}.")
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    figures = []
    for reason in row.lists["reasons"]:
        person = matter.person(wage, reason=Separation(reason))
        trial = matter.engine.determines(person)
        figures.append((reason.replace("_", " "), trial.determination.outcome.value.replace("_", " ")))
        if trial.refused and any(one.ground for one in trial.determination.findings if one.outcome is Outcome.NOT_MET):
            because = f"A report of '{reason}' alone refuses the claim."
            return not_met(because, *figures, person=matter.told(person))
    return met("No report alone refuses a claim for fault; a named person decides.", *figures)


def _unseen(condition: Condition) -> bool:
    return not condition.by_a_person


def appeals(matter: Matter, row: Row) -> Answer:
    """C102 Art. 70(1), C168 Art. 27(1): grant and refusal both name where and within which time to appeal."""
    nobody = matter.engine.determines(matter.person(matter.instrument.search["wage_tried_last"], months=0))
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    trials = [nobody, *([matter.engine.determines(matter.person(wage))] if wage is not None else [])]
    appeal = nobody.determination.appeal
    figures = (("to", appeal.to), ("within", f"{appeal.within_days} days"), ("by", appeal.cites))
    silent = [one for one in trials if not one.determination.appeal.to or one.determination.appeal.within_days < 1]
    if silent:
        return not_met("A decision names no appeal, or no time for it.", *figures, person=str(silent[0].person))
    told = f"{nobody.person}: {nobody.determination.outcome.value.replace('_', ' ')}"
    needed = {name: matter.declaration.facts.get(name) for name in row.lists.get("facts", ())}
    if denied := [name for name, fact in needed.items() if fact is not None and fact.value is False]:
        return not_met(f"Declared: {denied[0].replace('_', ' ')}: no.", *figures, person=told)
    if open_facts := [name.replace("_", " ") for name, fact in needed.items() if fact is None]:
        return needs_evidence("Every decision names an appeal.", "; ".join(open_facts), *figures, person=told)
    return met("Every decision, granting or refusing, names an appeal and its time.", *figures, person=told)


def part_time_pay(matter: Matter, row: Row) -> Answer:
    """C168 Art. 10(3): benefit and pay together never fall as pay rises from nothing, so that work is worth taking."""
    if matter.declaration.uses(row.words["exception"]):
        return met(row.words["deferred"])
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        return needs_evidence("Nothing could be computed.", NOTHING)
    return _incentive(matter, row, wage)


def _incentive(matter: Matter, row: Row, wage: Fraction) -> Answer:
    person, last = matter.person(wage), Fraction(-1)
    figures: list[tuple[str, str]] = []
    before = (Fraction(0),) * int(row.figures["periods_before"])
    per_year = matter.instrument.calendar.per_year
    earned_in_full = wage * per_year["month"] / per_year[_period(matter)]
    for share in row.lists["of_wage"]:
        minor = round(earned_in_full * Fraction(share) * matter.scheme.minor_units)
        earned = Fraction(minor, matter.scheme.minor_units)
        trial = matter.engine.with_earnings(person, (*before, earned))
        week = trial.paid[-1] if trial.paid else None
        if week is None or week.question:
            question = week.question if week else trial.because
            return needs_evidence("With pay beside benefit a person is asked.", question or NOTHING, *figures)
        both = week.amount + earned
        figures.append((f"pay of {share}", f"{matter.money(earned)} and benefit of {matter.money(week.amount)}"))
        if both < last - earned_in_full * row.figures["tolerated_share"]:
            because = f"With pay of {share} of the former, benefit and pay together fall; an endeavour is asked."
            return needs_evidence(because, row.words["endeavour"], *figures, person=matter.told(person))
        last = both
    fact = matter.declaration.facts.get("part_timers_seeking_full_time")
    if fact is None:
        because = "Benefit and pay together never fall as pay rises."
        return needs_evidence(because, row.words["missing"], *figures, person=matter.told(person))
    if fact.value is not True:
        return not_met("Part-time workers who seek full-time work may not claim.", ("source", fact.cites), *figures)
    return met(f"Benefit and pay together never fall as pay rises. {fact.cites}.", *figures, person=matter.told(person))


def _period(matter: Matter) -> str:
    return {"a week": "week", "two weeks": "fortnight"}.get(matter.scheme.claim.period.what, "month")
