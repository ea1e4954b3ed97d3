"""All claims of a person in the order of filing, each with what was drawn under those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from contracts.intake import ClaimFiled
from law.case.claim_under_law import ClaimUnderLaw, first_day
from law.case.earlier_claims import NO_SPELLS, Spell
from law.case.facts import FactSet
from law.case.model import OVER, Determination
from law.decide.assess import assess
from law.decide.determine import determine
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number


def under_law(
    schemes: Mapping[str, Scheme], facts: FactSet, filed: ClaimFiled, earlier: Sequence[Determination]
) -> ClaimUnderLaw:
    """A claim under its scheme; `earlier` are the determinations of the person's claims filed before it.

    Raises `KeyError` if its scheme is not among these.
    """
    past = _spells_before(schemes, facts, filed, earlier)
    return ClaimUnderLaw(schemes[filed.scheme], facts, filed.key, earlier, past)


def all_determined(schemes: Mapping[str, Scheme], facts: FactSet) -> dict[str, Determination]:
    """The determination of every claim of a person by its key, the first filed first, each knowing those before it."""
    determinations: dict[str, Determination] = {}
    for filed in in_order_of_filing(facts):
        claim = under_law(schemes, facts, filed, tuple(determinations.values()))
        determinations[filed.key] = determine(claim)
    return determinations


def _spells_before(
    schemes: Mapping[str, Scheme], facts: FactSet, filed: ClaimFiled, earlier: Sequence[Determination]
) -> tuple[Spell, ...]:
    """The spells under the earlier claims, up to the day on which this one begins; none if its sheet looks at none."""
    scheme = schemes[filed.scheme]
    if not scheme.looks_at_spells or not earlier:
        return NO_SPELLS
    begins = first_day(scheme, filed.filed_on, filed.unemployed_from)
    drawn = (
        _spell(ClaimUnderLaw(schemes[own.scheme], facts, own.claim), own, earlier, begins)
        for own in earlier
        if own.outcome not in OVER
    )
    return tuple(spell for spell in drawn if spell is not None)


def _spell(claim: ClaimUnderLaw, own: Determination, earlier: Sequence[Determination], until: date) -> Spell | None:
    """What was drawn under a claim before a day; None while its amounts are unknown."""
    entitlement = own.entitlement
    if entitlement is None:
        return None
    others = [determination for determination in earlier if determination is not own]
    assessments = assess(claim, own, others, until=until)
    periods = [period for assessment in assessments for period in assessment.used]
    used = sorted(periods, key=lambda period: (period.period.start, period.key))
    spent: Number = sum((period.amount for period in used), start=own.sanctioned + own.before.carried)
    limit = entitlement.total_max.minor if entitlement.units_max is None else entitlement.units_max
    return Spell(
        claim=own.claim,
        scheme=own.scheme,
        filed_on=own.filed_on,
        begins=own.benefit_year.start,
        until=own.benefit_year.end,
        rate=entitlement.benefit_rate.minor,
        used=tuple(used),
        spent=spent,
        left=max(0, limit - spent),
        waiting_left=min((assessment.waiting_left for assessment in assessments), default=own.waiting),
        ended=max((period.period.end for period in used), default=None),
        goes_on_from=own.before.chain,
        carried=own.before.carried,
        added_up=assessments[-1].added_up if assessments else own.before.added_up,
    )
