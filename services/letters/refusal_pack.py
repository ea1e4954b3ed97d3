"""The papers for contesting what the facts alone refused: nobody decided it, and yet it can be contested."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.eligibility import DeterminationMade, DeterminationOutcome, Finding, Outcome
from services.letters.appeal_pack import (
    PackMaterial,
    contests_of,
    derivation_of,
    line,
    payments_of,
    rule_under,
    section,
)
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.written import WrittenLetter


def refusal_meant(case: CaseFile, beginning: str) -> tuple[DatedEvent, DeterminationMade] | None:
    """The determination that refused the claim and whose id begins so; the latest of several."""
    refusals = [
        (dated, event)
        for dated, event in case.of(DeterminationMade)
        if event.outcome is DeterminationOutcome.REFUSED and str(event.determination).startswith(beginning)
    ]
    return max(refusals, key=lambda pair: pair[1].number, default=None)


def unmet(refusal: DeterminationMade) -> list[Finding]:
    """The conditions that were not met."""
    return [finding for finding in refusal.findings if finding.outcome is Outcome.NOT_MET]


def refusal_pack(
    case: CaseFile, dated: DatedEvent, refusal: DeterminationMade, material: PackMaterial
) -> WrittenLetter:
    """The pack about a claim that the facts alone refuse, in English."""
    scheme = case.scheme_of(refusal.claim)
    rules = (sentence for finding in unmet(refusal) for sentence in rule_under(scheme, finding.cites))
    sections = (
        section("The refusal", _refused(dated, refusal)),
        section("Where and until when it can be contested", _contesting(case, dated, refusal)),
        section("What was known when it was made", material.known_then),
        section("What came to be known since", material.learned_since),
        section("How it came about", derivation_of(case, refusal)),
        section("The rule", tuple(dict.fromkeys(rules))),
        section("What was paid, and what is asked back", payments_of(case, refusal.claim)),
        section("If the facts are as you say", material.claimants_version),
        section("Everything that was said and done", material.told),
    )
    return WrittenLetter(
        language="en",
        direction="ltr",
        title=f"Papers for contesting the refusal of {dated.day}",
        head=(
            line(f"Person: {case.person}"),
            line(f"Claim: {refusal.claim}, under {scheme.title}"),
            line(f"Decision: {refusal.determination}"),
        ),
        sections=tuple(one for one in sections if one.lines),
        foot=line("Made from what is archived: the same decision gives the same papers."),
    )


def _refused(dated: DatedEvent, refusal: DeterminationMade) -> Iterator[str]:
    yield f"On {dated.day} the rules refused your claim by what the facts say. No person decided it."
    for finding in unmet(refusal):
        yield f"{finding.condition.replace('_', ' ')}: {finding.because} ({finding.cites})"


def _contesting(case: CaseFile, dated: DatedEvent, refusal: DeterminationMade) -> Iterator[str]:
    appeal = refusal.appeal
    last = case.last_day_to_contest(dated.day, appeal.within_days)
    yield f"You may contest it within {appeal.within_days} days of its delivery, to {appeal.to} ({appeal.cites})."
    yield f"The last day is {last}. A later contest is looked at where there was a good cause."
    yield from contests_of(case, str(refusal.determination))
