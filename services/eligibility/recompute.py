"""What follows from everything known of a person: the claims worked out anew, and what changed published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contracts.base import Event
from contracts.eligibility import DimensionsChanged
from contracts.intake import CertificationFiled, ClaimFiled
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.decide.all_claims import under_law
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.lacks import lacked_in
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from services.eligibility.cache import ClaimCache, DeterminedClaim
from services.eligibility.computed_twice import require_agreement, require_agreement_on_weeks
from services.eligibility.dimensions import dimensions_of, may_describe
from services.eligibility.model import FactIdentity
from services.eligibility.one_person import OnePerson, one_person
from services.eligibility.person import InsuredPerson
from services.eligibility.versions import assessed, claim_vanished, determined
from services.runtime.handling import Refused


def recompute(person: InsuredPerson, schemes: Mapping[str, Scheme], cache: ClaimCache) -> Iterator[Event]:
    """What is published because of the new facts of a person; the new versions stand in the person.

    All claims of a person who stands under several pseudonyms are worked out together, and each is published under its
    own. A pure function of the facts, the versions published before and the sheets: the same three give the same bytes.
    Raises `Refused` where a sheet knows no law of the claim's days, and where two computations of one do not agree.
    """
    known = one_person(person.subject, person.facts.values())
    facts = FactSet(known.events())
    try:
        claims = _determined(person, facts, schemes, cache)
        for claim in claims:
            if known.own_claim(claim.determination.claim) is not None:
                under = ClaimUnderLaw(schemes[claim.determination.scheme], facts, claim.determination.claim)
                others = [other.determination for other in claims if other is not claim]
                yield from _published(person, known, under, claim, others)
    except OutsideKnownLaw as fault:
        raise Refused("outside-known-law", str(fault)) from None
    standing = {known.own_claim(claim.determination.claim) for claim in claims}
    for key in sorted(person.determinations.keys() - standing):
        yield from claim_vanished(person, key)


def _published(
    person: InsuredPerson,
    known: OnePerson,
    under: ClaimUnderLaw,
    claim: DeterminedClaim,
    others: Sequence[Determination],
) -> Iterator[Event]:
    """What changed of one claim, under the name that it has in the person's own books."""
    determination = claim.determination
    assessments: Sequence[Assessment] = assess(under, determination, others, claim.worked)
    require_agreement_on_weeks(under, determination, others, assessments, claim.worked_at_once)
    if (own := known.own_claim(under.key)) is not None and own != under.key:
        determination = replace(determination, claim=own)
        assessments = [replace(one, claim=own, certification=known.own_name(one.certification)) for one in assessments]
    event, changed = determined(person, determination)
    if changed:
        beside = {"dimensions": dimensions_of(under.facts, under.filed), "lacks": lacked_in(determination) or None}
        yield event.model_copy(update=beside)
    elif known.own_claims is not None or may_describe(person.new_facts):
        yield from _described_anew(person, under, event.claim)
    yield from assessed(person, claim, assessments, event)


def _described_anew(person: InsuredPerson, under: ClaimUnderLaw, claim: str) -> Iterator[DimensionsChanged]:
    """What the facts say of a claim now, if they said something else of it before those that are new."""
    news = {fact.version for fact in person.new_facts}
    known = one_person(person.subject, [fact for version, fact in person.facts.items() if version not in news])
    before = FactSet(known.events())
    earlier = next((fact for fact in before.of(ClaimFiled) if known.own_claim(fact.key) == claim), None)
    dimensions = dimensions_of(under.facts, under.filed)
    if earlier is None or dimensions_of(before, earlier) != dimensions:
        yield DimensionsChanged(claim=claim, dimensions=dimensions)


def _determined(
    person: InsuredPerson, facts: FactSet, schemes: Mapping[str, Scheme], cache: ClaimCache
) -> list[DeterminedClaim]:
    """Every claim that holds with its determination, each knowing those of the claims filed before it."""
    lasting = frozenset(fact.identity for fact in person.facts.values() if fact.kind != CertificationFiled.name)
    claims: list[DeterminedClaim] = []
    for filed in in_order_of_filing(facts):
        depends_on = lasting | _certified_elsewhere(person, filed.key, schemes[filed.scheme])
        claim = cache.of((person.subject, filed.key), depends_on)
        if claim is None:
            earlier = [claim.determination for claim in claims]
            under = under_law(schemes, facts, filed, earlier)
            determination = determine(under)
            require_agreement(under, determination)
            claim = cache.keep((person.subject, filed.key), depends_on, determination)
        claims.append(claim)
    return claims


def _certified_elsewhere(person: InsuredPerson, claim: str, scheme: Scheme) -> frozenset[FactIdentity]:
    """The certifications of other claims, where the sheet looks at what was drawn under them."""
    if not scheme.looks_at_spells:
        return frozenset()
    return frozenset(
        fact.identity
        for fact in person.facts.values()
        if isinstance(fact.event, CertificationFiled) and fact.event.claim != claim
    )
