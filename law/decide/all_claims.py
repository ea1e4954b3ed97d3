"""Works out what a person drew under earlier claims, as far as a later claim's sheet looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from law.case.earlier_claims import NO_SPELLS, Spell
from law.case.facts import FactSet
from law.case.model import OVER, Determination, Entitlement
from law.decide.assess import assess
from law.decide.determine import determine, first_day
from law.decide.overlapping_claims import in_order_of_filing
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number


def spells_before(
    schemes: Mapping[str, Scheme], facts: FactSet, claim: str, earlier: Sequence[Determination]
) -> tuple[Spell, ...]:
    """The spells under claims filed before this one, up to the day it begins; `earlier` are their determinations.

    Nothing is worked out for a sheet that does not look at it.
    """
    filed = facts.claim(claim)
    scheme = schemes[filed.scheme]
    if not scheme.looks_at_spells or not earlier:
        return NO_SPELLS
    begins = first_day(scheme, filed.filed_on, filed.unemployed_from)
    return tuple(
        _spell(schemes[one.scheme], facts, one, one.entitlement, earlier, begins)
        for one in earlier
        if one.outcome not in OVER and one.entitlement is not None
    )


def all_determined(schemes: Mapping[str, Scheme], facts: FactSet) -> dict[str, Determination]:
    """The determination of every claim of a person, the first filed first, each knowing those before it."""
    found: dict[str, Determination] = {}
    for claim in in_order_of_filing(facts):
        earlier = tuple(found.values())
        past = spells_before(schemes, facts, claim.key, earlier)
        found[claim.key] = determine(schemes[claim.scheme], facts, claim.key, earlier, past=past)
    return found


def _spell(  # noqa: PLR0913, PLR0917  what a spell is made of
    scheme: Scheme,
    facts: FactSet,
    own: Determination,
    worth: Entitlement,
    earlier: Sequence[Determination],
    begins: date,
) -> Spell:
    others = [one for one in earlier if one is not own]
    assessments = assess(scheme, facts, own, others=others, until=begins)
    used = sorted((period for one in assessments for period in one.used), key=lambda one: (one.period.start, one.key))
    spent: Number = sum((period.amount for period in used), start=own.sanctioned + own.before.carried)
    return Spell(
        claim=own.claim,
        scheme=own.scheme,
        filed_on=own.filed_on,
        begins=own.benefit_year.start,
        until=own.benefit_year.end,
        rate=worth.benefit_rate.minor,
        used=tuple(used),
        spent=spent,
        left=max(0, (worth.total_max.minor if worth.units_max is None else worth.units_max) - spent),
        waiting_left=min((one.waiting_left for one in assessments), default=own.waiting),
        ended=max((period.period.end for period in used), default=None),
        goes_on_from=own.before.chain,
    )
