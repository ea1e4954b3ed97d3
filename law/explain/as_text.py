"""A stored derivation as indented text down to the fact ids; a refusal with every unmet condition; what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from contracts.eligibility import DeterminationOutcome, Finding, Outcome
from law.case.model import Determination
from law.language.sheet.scheme import Scheme
from law.language.terms.numerals import plain
from law.language.terms.units import money
from law.language.terms.words import shown

OUTCOMES = {
    DeterminationOutcome.GRANTED: "The claim is granted.",
    DeterminationOutcome.REFUSED: "The claim is refused.",
    DeterminationOutcome.NEEDS_A_PERSON: "The claim waits for a person's decision; nothing is refused meanwhile.",
    DeterminationOutcome.WITHDRAWN: "The claim was taken back.",
}


AMOUNTS = {"day": "daily", "week": "weekly", "month": "monthly"}


def explained(derivation: Iterable[Mapping[str, Any]]) -> str:
    """The derivation, as it lies in the store, as text: what, how much, by which law, from what, down to the facts."""
    return "\n".join(line for step in derivation for line in _lines(step, 0)) + "\n"


def explain_outcome(determination: Determination) -> str:
    """The outcome in sentences: every unmet condition and every open question, with its law, and how to appeal."""
    return "\n".join(_outcome_lines(determination)) + "\n"


def difference(scheme: Scheme, before: Determination, after: Determination) -> tuple[str, ...]:
    """What a newer determination of the same claim says differently, in sentences; empty if nothing."""
    said: list[str] = []
    if before.outcome is not after.outcome:
        said.append(f"The outcome was {_word(before.outcome)} and is now {_word(after.outcome)}.")
    said += _money_differences(scheme, before, after)
    earlier = {finding.condition: finding for finding in before.findings}
    for finding in after.findings:
        known = earlier.get(finding.condition)
        if known is None or known.outcome is not finding.outcome:
            was = _word(known.outcome) if known else "not asked"
            said.append(f"{finding.condition} was {was} and is now {_word(finding.outcome)}: {finding.because}")
    if before.timeline != after.timeline and not said:
        said.append("The days on which benefit is payable have changed.")
    return tuple(said)


def _money_differences(scheme: Scheme, before: Determination, after: Determination) -> Iterator[str]:
    if before.entitlement is None or after.entitlement is None:
        return
    amount = f"{AMOUNTS[after.entitlement.benefit_rate_per]} amount"
    for name, field in ((amount, "benefit_rate"), ("total of the benefit year", "total_max")):
        earlier, later = getattr(before.entitlement, field), getattr(after.entitlement, field)
        if earlier != later:
            change = later.minor - earlier.minor
            verb = "rose" if change > 0 else "fell"
            by, to = (_shown_money(minor, scheme) for minor in (abs(change), later.minor))
            yield f"The {name} {verb} by {by} to {to}."


def _outcome_lines(determination: Determination) -> Iterator[str]:
    yield f"{OUTCOMES[determination.outcome]} ({determination.scheme}, sheet {determination.scheme_digest[:12]})"
    for title, outcome in (("Not met", Outcome.NOT_MET), ("Open", Outcome.NEEDS_A_PERSON), ("Met", Outcome.MET)):
        for finding in determination.findings:
            if finding.outcome is outcome:
                yield from _finding_lines(title, finding)
    appeal = determination.appeal
    yield f"You may contest this within {appeal.within_days} days: to {appeal.to}. [{appeal.cites}]"


def _finding_lines(title: str, finding: Finding) -> Iterator[str]:
    yield f"  {title}: {finding.because} [{finding.cites}]"
    if finding.question:
        yield f"    Question: {finding.question}"


def _lines(step: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    if "see" in step:
        yield f"{indent}{step['see']} = {_shown(step['value'], step['unit'])} (as above)"
        return
    cites = f"  [{step['cites']}]" if step.get("cites") else ""
    facts = f"  <- {', '.join(step['facts'])}" if step.get("facts") else ""
    yield f"{indent}{step['what']} = {_shown(step['value'], step['unit'])}{cites}{facts}"
    for inner in step.get("inputs", ()):
        yield from _lines(inner, depth + 1)


def _shown(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "not known: " + " ".join(str(doubt["question"]) for doubt in value["unknown"])
    if unit in ("date", "category"):
        return str(value).replace("_", " ")
    return f"{plain(Fraction(value))} {unit}"


def _shown_money(minor: int, scheme: Scheme) -> str:
    return shown(Fraction(minor, scheme.minor_units), money(scheme.currency))


def _word(outcome: DeterminationOutcome | Outcome) -> str:
    return outcome.value.replace("_", " ")
