"""Whether benefit replaces enough of earnings: C102 Arts. 65 to 67, C168 Art. 15."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from law.conventions.model import Answer, Row, Status, met, needs_evidence, not_asked, not_met
from law.conventions.subject import Matter, Reference, percent
from law.conventions.wages import Floor, Reach, Replaced, reach, replaced, usual_wage

Figures = tuple[tuple[str, str], ...]


def floor_of(matter: Matter, row: Row, *, allowances: bool) -> Floor:
    """The floor that a row states in its figures, or else the instrument for all rows."""
    figures = {**matter.instrument.floor, **row.figures}
    return Floor(figures["share"], figures["weeks"], allowances)


def standard_beneficiary(matter: Matter, row: Row) -> Answer:
    """C102 Art. 65(1): at the reference wage and below it, in every period of the compulsory duration."""
    floor = floor_of(matter, row, allowances=True)
    answer = _held_against_references(matter, row, floor) if matter.references else _without_references(matter, floor)
    if matter.declaration.family_allowances is not None:
        return answer
    note = ("family allowances", "none declared: the share is that of earnings alone")
    return Answer(answer.status, answer.because, (*answer.figures, note), answer.person, answer.missing)


def half_of_earnings(matter: Matter, row: Row) -> Answer:
    """C168 Art. 15(1)(a), or 15(2)(a) where the row belongs to that exception: gross, and net if the member says so."""
    used = matter.declaration.uses(row.words["exception"])
    if used == (row.words["asked"] == "without the exception"):
        return not_asked(row.words["otherwise"])
    floor = floor_of(matter, row, allowances=False)
    gross = _held_against_references(matter, row, floor) if matter.references else _without_references(matter, floor)
    net = matter.declaration.net
    if gross.status is Status.MET or net is None:
        return gross
    lower = Floor(floor.share * net.earnings / net.benefit, floor.weeks, allowances=False)
    found = _held_against_references(matter, row, lower) if matter.references else _without_references(matter, lower)
    relied = ("net comparison (Art. 15(3))", f"{percent(net.benefit)} of benefit, {percent(net.earnings)} of earnings")
    because = f"Gross: {gross.because} Net, with a floor of {percent(lower.share)} of gross earnings: {found.because}"
    return Answer(
        found.status, because, (relied, *_net(found.figures, net.benefit / net.earnings)), found.person, found.missing
    )


def _net(figures: Figures, factor: Fraction) -> Figures:
    return (*figures, ("net share for each gross share", percent(factor)))


def _held_against_references(matter: Matter, row: Row, floor: Floor) -> Answer:
    choice = matter.declaration.reference_wage
    results = {one.name: _at(matter, row, floor, one) for one in matter.references}
    figures = tuple(figure for _, lines, _ in results.values() for figure in lines)
    person = next(iter(results.values()))[2]
    kept = {name: ok for name, (ok, _, _) in results.items()}
    if choice and choice not in kept:
        return needs_evidence(
            f"The reference wage chosen is {choice}.", f"data for reference wage {choice}", *figures, person=person
        )
    decisive: dict[str, bool] = {choice: kept[choice]} if choice else kept
    if all(decisive.values()):
        return met(f"At least {percent(floor.share)} at {_names(decisive)} and below.", *figures, person=person)
    failing = next(name for name, ok in decisive.items() if not ok)
    person = results[failing][2]
    if any(decisive.values()):
        because = f"At least {percent(floor.share)} at some reference wages, less at {failing}."
        return needs_evidence(because, "which reference wage the State chooses", *figures, person=person)
    return not_met(f"Less than {percent(floor.share)} at {_names(decisive)}.", *figures, person=person)


def _names(references: Iterable[str]) -> str:
    return "reference wage " + " and ".join(references)


def _at(matter: Matter, row: Row, floor: Floor, reference: Reference) -> tuple[bool, Figures, str]:
    """Whether the floor is kept at a reference wage and at the shares of it; the figures; the decisive person."""
    tried = []
    for share in row.lists["of_reference"]:
        person = matter.person(reference.monthly * Fraction(share))
        found = replaced(matter, person, floor)
        if found is not None:
            tried.append(found)
        elif Fraction(share) == 1:
            why = matter.engine.determines(person).because or "nothing is paid"
            return False, ((f"at {reference.name}", f"not granted: {why}"),), matter.told(person)
    worst = min(reversed(tried), key=lambda one: one.least)
    top = tried[-1]
    figures = (
        (f"reference wage {reference.name}", f"{matter.money(reference.monthly)} a month ({reference.meaning})"),
        (f"benefit at {reference.name}", f"{matter.money(top.least_benefit)} a month at least"),
        (f"share at {reference.name}", f"{percent(top.least)} at least, {percent(top.average)} on average"),
    )
    return worst.least >= floor.share, figures, _told(matter, worst)


def _told(matter: Matter, found: Replaced) -> str:
    return f"{matter.told(found.trial.person)}: {matter.money(found.least_benefit)} a month, {percent(found.least)}"


def _without_references(matter: Matter, floor: Floor) -> Answer:
    found = reach(matter, floor)
    if found.example is None:
        return needs_evidence("Nothing could be computed.", found.doubt or "a wage at which benefit is granted")
    if found.below is not None:
        because = f"Less than {percent(floor.share)} below any maximum: {percent(found.below.least)}."
        figure = ("break-even wage", f"{matter.money(found.up_to or Fraction(0))} a month")
        return not_met(because, figure, person=_told(matter, found.below))
    person = _told(matter, found.example)
    if found.everywhere:
        because = (
            f"At least {percent(floor.share)} at every wage tried, up to {matter.money(found.up_to or Fraction(0))}."
        )
        return met(because, ("least share", percent(found.example.least)), person=person)
    if found.up_to is None:
        because = f"At no wage tried {percent(floor.share)}; the nearest is {percent(found.example.least)}."
        return not_met(because, ("highest share at any wage tried", percent(found.example.least)), person=person)
    because = f"{percent(floor.share)} are kept up to a wage of {matter.money(found.up_to)} a month, not above."
    missing = "a reference wage: persons protected (--data), or the wage of a skilled employee (--declaration)"
    return needs_evidence(because, missing, ("break-even wage", f"{matter.money(found.up_to)} a month"), person=person)


def cap(matter: Matter, row: Row) -> Answer:
    """C102 Art. 65(3), and the cap of C168 Art. 15(1)(a): up to which wage the maximum leaves the floor untouched."""
    floor = floor_of(matter, row, allowances=row.words.get("allowances") == "both sides")
    net = matter.declaration.net
    if net is not None and not floor.allowances:
        floor = Floor(floor.share * net.earnings / net.benefit, floor.weeks, allowances=False)
    found = reach(matter, floor)
    if found.example is None:
        return needs_evidence("Nothing could be computed.", found.doubt or "a wage at which benefit is granted")
    if found.everywhere:
        return met("No maximum breaks the floor at any wage tried.", person=_told(matter, found.example))
    if found.up_to is None:
        return not_asked(f"The floor of {percent(floor.share)} is missed below any maximum: see the row on the rate.")
    return _cap_beside(matter, row, found)


def _cap_beside(matter: Matter, row: Row, found: Reach) -> Answer:
    up_to = found.up_to or Fraction(0)
    wages = matter.declaration.wages
    beside = [*matter.references]
    if wages.average:
        beside.append(Reference("average wage", wages.average.monthly, wages.average.cites))
    chosen = [one for one in beside if one.name == matter.declaration.reference_wage] or beside
    figures = (
        ("break-even wage", f"{matter.money(up_to)} a month"),
        *((f"reference wage {one.name}", f"{matter.money(one.monthly)} a month") for one in beside),
    )
    person = _told(matter, found.example) if found.example else ""
    because = f"The maximum leaves the floor untouched up to {matter.money(up_to)} a month"
    if not chosen:
        return needs_evidence(f"{because}.", row.words["missing"], *figures, person=person)
    below = [one.name for one in chosen if one.monthly <= up_to]
    if len(below) == len(chosen):
        return met(f"{because}, which no reference wage exceeds.", *figures, person=person)
    if below:
        above = ", ".join(one.name for one in chosen if one.name not in below)
        missing = "which reference wage the State chooses"
        return needs_evidence(f"{because}; {above} is above it.", missing, *figures, person=person)
    return not_met(f"{because}, which is below the reference wage.", *figures, person=person)


def net_comparison(matter: Matter, row: Row) -> Answer:
    """C168 Art. 15(3): only where the member relies on it."""
    net = matter.declaration.net
    if net is None:
        return not_asked("Gross benefit is held against gross earnings; the member declares no net comparison.")
    floor = floor_of(matter, row, allowances=False)
    wage = usual_wage(matter, floor)
    tried = [*matter.references] or ([Reference("a usual wage", wage, "chosen here")] if wage is not None else [])
    chosen = [one for one in tried if one.name == matter.declaration.reference_wage] or tried
    found = {one.name: replaced(matter, matter.person(one.monthly), floor) for one in tried}
    shares = {name: one.least * net.benefit / net.earnings for name, one in found.items() if one is not None}
    figures = tuple((f"net share at {name}", percent(share)) for name, share in shares.items())
    if any(one.name not in shares for one in chosen) or not shares:
        return needs_evidence("Nothing could be computed.", "a wage at which benefit is granted", *figures)
    worst = min(chosen, key=lambda one: shares[one.name]).name
    example = found[worst]
    person = _told(matter, example) if example else ""
    figures = (*figures, ("source", net.cites))
    if shares[worst] >= row.figures["share"]:
        return met("The percentage is reached by comparing net payments with net earnings.", *figures, person=person)
    return not_met("Not even net payments reach the percentage of net earnings.", *figures, person=person)
