"""What providers propose, a person or room in a cohort, until an officer takes it up or declines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from contracts.providers import PlaceProposed, StatementRetracted
from services.almp_referral.early_acts import WithoutEffect, came_before
from services.almp_referral.statements import day_of


class ProposalAnswer(StrEnum):
    """What an officer made of a proposal."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal in its highest version; `stands` is false once its provider took it back."""

    key: str
    version: int
    provider: str
    recorded_on: date
    stands: bool = True
    programme: str | None = None
    cohort: str | None = None
    places: int | None = None
    until: date | None = None
    """The first day on which it is open no more."""
    reasons: str | None = None
    answer: ProposalAnswer = ProposalAnswer.OPEN

    @classmethod
    def of(cls, event: PlaceProposed) -> Proposal:
        """What was proposed."""
        return cls(
            key=event.key,
            version=event.source_version,
            provider=event.provider,
            recorded_on=day_of(event.recorded_at),
            programme=event.programme,
            cohort=event.cohort,
            places=event.places,
            until=event.open_during.end if event.open_during else None,
            reasons=event.reasons,
        )

    @classmethod
    def taken_back(cls, event: StatementRetracted) -> Proposal:
        """What was never proposed."""
        return cls(event.key, event.source_version, event.provider, day_of(event.recorded_at), stands=False)


@dataclass
class Proposals:
    """The proposals about one person or programme, by key."""

    by_key: dict[str, Proposal] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def hear(self, proposal: Proposal) -> None:
        """Keep the highest version; of a proposal and a retraction of one version the proposal holds.

        Raises `WithoutEffect` for what another provider says of it, or for other content under the same version.
        """
        known = self.by_key.get(proposal.key)
        if known is not None:
            if known.provider != proposal.provider:
                raise WithoutEffect("another provider has made this proposal; it alone may say more of it")
            if (known.version, known.stands) >= (proposal.version, proposal.stands):
                same = replace(known, answer=proposal.answer)
                if known.version == proposal.version and proposal.stands and same != proposal:
                    raise came_before()
                return
            proposal = replace(proposal, answer=known.answer)
        self.by_key[proposal.key] = proposal
        self.changed.add(proposal.key)

    def answer(self, key: str, answer: ProposalAnswer) -> bool:
        """Note what an officer made of it; false where nobody has proposed it."""
        if (known := self.by_key.get(key)) is None:
            return False
        self.by_key[key] = replace(known, answer=answer)
        self.changed.add(key)
        return True
