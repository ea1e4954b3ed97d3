"""What no sheet says: coverage, financing, exceptions, governance. A declaration shows it, or it stays open."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.model import Answer, Row, met, needs_evidence, not_asked, not_met
from law.conventions.subject import Matter, hundredths, percent


def fact(matter: Matter, row: Row) -> Answer:
    """One declared fact, yes or no; undeclared it is open. An exception that defers it is said instead."""
    if "exception" in row.words and matter.declaration.uses(row.words["exception"]):
        return met(f"Deferred by an exception to Art. {row.words['exception']}, with its reasons.")
    name = row.words["fact"]
    said = matter.declaration.facts.get(name)
    if said is None:
        return needs_evidence(row.words["open"], f"a declaration of {name} (yes or no, with its source)")
    if not isinstance(said.value, bool):
        return needs_evidence(f"{name} is declared as words or a number.", f"{name} as yes or no")
    source = ("source", said.cites)
    if said.value:
        return met("Declared: yes.", source)
    if "endeavour" in row.words:
        return needs_evidence("Declared: no; the article asks for an endeavour.", row.words["endeavour"], source)
    return not_met("Declared: no.", source)


def only_asked_when(_matter: Matter, row: Row) -> Answer:
    """A rule about something that the engine does for each person, or that binds only others: said, never judged."""
    return not_asked(row.words["because"])


def coverage(matter: Matter, row: Row) -> Answer:
    """C102 Art. 21, C168 Art. 11: so many per cent of the employees of the row's denominator are protected."""
    if (skipped := _by_exception(matter, row)) is not None:
        return skipped
    said = matter.declaration.population
    protected = getattr(said, row.words["protected"], None)
    employees = getattr(said, row.words["employees"], None)
    if said is None or protected is None or employees is None:
        return needs_evidence(row.words["open"], f"population.{row.words['protected']} and .{row.words['employees']}")
    if protected > employees:
        return needs_evidence("More are protected than there are.", "population figures that fit each other")
    share = Fraction(protected, employees)
    figures = (
        ("persons protected", f"{protected:,} on {said.on}"),
        ("employees", f"{employees:,}"),
        ("share", percent(share)),
        ("source", said.cites),
    )
    least = row.figures["share"]
    because = f"{percent(share)} are protected; {percent(least)} are asked."
    return (met if share >= least else not_met)(because, *figures)


def _by_exception(matter: Matter, row: Row) -> Answer | None:
    used = matter.declaration.uses(row.words["exception"])
    return not_asked(row.words["otherwise"]) if used == (row.words["asked"] == "without the exception") else None


def employees_share(matter: Matter, row: Row) -> Answer:
    """C102 Art. 71(2): insurance contributions of employees are at most half of the resources."""
    said = matter.declaration.resources
    if said is None:
        return needs_evidence("A sheet does not say who pays.", "resources: employees, employers, state, other")
    total = said.employees + said.employers + said.state + said.other
    if not total:
        return needs_evidence("No resources are declared.", "resources: employees, employers, state, other")
    share, most = said.employees / total, row.figures["share_max"]
    figures = (("employees", hundredths(said.employees)), ("all", hundredths(total)), ("source", said.cites))
    because = f"Employees bear {percent(share)}; at most {percent(most)} may be."
    return (met if share <= most else not_met)(because, ("share", percent(share)), *figures)


def accepted_parts(matter: Matter, row: Row) -> Answer:
    """C102 Art. 2: at least so many of Parts II to X, one of them of the row's list, and Part IV for this check."""
    accepted = set(matter.declaration.accepted_parts)
    if not accepted:
        return needs_evidence("No accepted parts are declared.", "accepted_parts: [II, III, IV, ...]")
    if unknown := sorted(accepted - set(row.lists["parts"])):
        return not_met(f"{', '.join(unknown)} is no part that can be accepted.")
    figures = (("accepted", ", ".join(sorted(accepted))),)
    least = row.figures["parts_min"]
    if len(accepted) < least:
        return not_met(f"{len(accepted)} parts are accepted; {hundredths(least)} are asked.", *figures)
    if not accepted & set(row.lists["one_of"]):
        return not_met(f"None of Parts {', '.join(row.lists['one_of'])} is accepted.", *figures)
    if row.words["part"] not in accepted:
        because = f"Part {row.words['part']} is not accepted: it is a benchmark here, and no obligation."
        return met(because, *figures)
    return met(f"{len(accepted)} parts are accepted, Part {row.words['part']} among them.", *figures)


def exceptions(matter: Matter, row: Row) -> Answer:
    """C102 Art. 3, C168 Art. 5(1) and (2): only the listed exceptions, so many at most, each with its reason."""
    said = [one for one in matter.declaration.exceptions if one.status == "subsists"]
    if not said:
        return not_asked("No temporary exception is declared.")
    figures = tuple((one.article, f"{one.reason or 'no reason'} ({one.cites})") for one in said)
    strange = [one.article for one in said if one.article not in row.lists["allowed"]]
    if strange:
        return not_met(
            f"{', '.join(strange)} is not among the exceptions: {', '.join(row.lists['allowed'])}.", *figures
        )
    limited = matter.declaration.limited_scope
    most = row.figures["exceptions_max"]
    if len({one.article for one in said}) > most and not (limited and limited.value is True):
        because = f"{len(said)} exceptions are used; {hundredths(most)} at most, unless the system is limited in scope."
        return not_met(because, *figures)
    silent = [one.article for one in said if not one.reason]
    if silent:
        missing = f"the reasons of {', '.join(silent)}, stated to the Office"
        return needs_evidence("An exception is used without its reasons.", missing, *figures)
    return met("The exceptions used are open to the member, and their reasons are stated.", *figures)


def exception_reports(matter: Matter, _row: Row) -> Answer:
    """C102 Art. 3(2), C168 Art. 5(3): each report says that the reason subsists, or from when it is renounced."""
    said = matter.declaration.exceptions
    if not said:
        return not_asked("No temporary exception is declared.")
    figures = tuple((one.article, f"{one.status} {one.renounced_from or ''}".strip()) for one in said)
    return met("For every exception it is said that it subsists, or from when it is renounced.", *figures)


def categories(matter: Matter, row: Row) -> Answer:
    """C168 Art. 26: at least so many of the ten categories of new applicants are protected."""
    said = matter.declaration.facts.get(row.words["fact"])
    if said is None or not isinstance(said.value, tuple):
        return needs_evidence(row.words["open"], f"a declaration of {row.words['fact']}: [a, b, ...]")
    covered = sorted(set(said.value) & set(row.lists["categories"]))
    figures = (("covered", ", ".join(covered) or "none"), ("source", said.cites))
    least = row.figures["categories_min"]
    because = f"{len(covered)} of the ten categories are protected; {hundredths(least)} are asked."
    return (met if len(covered) >= least else not_met)(because, *figures)
