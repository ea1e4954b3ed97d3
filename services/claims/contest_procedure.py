"""The two tiers of a contest, as an institution's procedure says: before whom, and what goes on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.about import About
from contracts.casework import Officer
from contracts.contest import Tier
from contracts.safeguards import MeanwhileRule
from law.language.terms.document import Entry

KINDS = ("condition", "week", "overpayment", "referral", "waiver")
"""What a decision may be about, as `contracts.about` names it."""
EXAMPLE = "contests: {complaint: {...}, appeal: {...}, after: The independent body has decided.}"
EXAMPLE_TIER = "appeal: {before: the tribunal, roles: [tribunal-member], benefit_continues: [referral], cites: ...}"


@dataclass(frozen=True, slots=True)
class TierRules:
    """What holds for contests before one body."""

    before: str
    benefit_continues: frozenset[str]
    """The kinds of decisions that take nothing away while they are contested."""
    cites: str


@dataclass(frozen=True, slots=True)
class ContestRules:
    """The two tiers, and who decides in the second: its members decide there and nowhere else."""

    tiers: Mapping[Tier, TierRules]
    members: frozenset[str]
    """The roles of the independent body's members, in small letters."""
    after: str
    """What is said of the way on when the independent body has decided."""

    def goes_on(self, tier: Tier, about: About, own: MeanwhileRule | None = None) -> bool:
        """Whether a decision on this takes nothing away while it is contested; where the law of the claim says so
        itself, that holds.
        """
        if own is None:
            return about.kind in self.tiers[tier].benefit_continues
        return about.kind in (own.complaint if tier is Tier.COMPLAINT else own.appeal)

    def may_decide(self, tier: Tier, officer: Officer) -> bool:
        """Whether such an officer decides in this tier."""
        return self.is_member(officer) is (tier is Tier.APPEAL)

    def is_member(self, officer: Officer) -> bool:
        """Whether such an officer belongs to the independent body."""
        return officer.role.casefold() in self.members


def contest_rules(entry: Entry) -> ContestRules:
    """Read the part `contests` of a procedure. Raises `RuleSheetError`."""
    fields = entry.fields(required="complaint appeal after", example=EXAMPLE)
    complaint = fields["complaint"].fields(required="before cites", optional="benefit_continues", example=EXAMPLE_TIER)
    appeal = fields["appeal"].fields(required="before roles cites", optional="benefit_continues", example=EXAMPLE_TIER)
    return ContestRules(
        tiers={Tier.COMPLAINT: _tier(complaint), Tier.APPEAL: _tier(appeal)},
        members=frozenset(
            role.text(example=EXAMPLE_TIER).casefold() for role in appeal["roles"].items(example=EXAMPLE_TIER)
        ),
        after=fields["after"].text(example=EXAMPLE),
    )


def _tier(fields: Mapping[str, Entry]) -> TierRules:
    continues = fields.get("benefit_continues")
    return TierRules(
        before=fields["before"].text(example=EXAMPLE_TIER),
        benefit_continues=frozenset(kind.one_of(*KINDS) for kind in continues.items(example=EXAMPLE_TIER))
        if continues
        else frozenset(),
        cites=fields["cites"].text(example=EXAMPLE_TIER),
    )
