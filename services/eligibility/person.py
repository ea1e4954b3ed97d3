"""What eligibility knows of one person: the facts, and the latest version of everything it made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.intake import ClaimFiled
from services.eligibility.model import AuditStanding, FactVersion, PublishedVersion, ReceivedFact
from services.runtime.handling import State


@dataclass
class InsuredPerson(State):
    """A person's facts, determinations by claim, and assessments by claim and certification."""

    facts: dict[FactVersion, ReceivedFact] = field(default_factory=dict)
    determinations: dict[str, PublishedVersion] = field(default_factory=dict)
    assessments: dict[tuple[str, str], PublishedVersion] = field(default_factory=dict)
    new_facts: list[ReceivedFact] = field(default_factory=list)
    new_determinations: list[tuple[str, PublishedVersion, bytes]] = field(default_factory=list)
    """Each with its derivation as JSON, as are the assessments."""
    new_assessments: list[tuple[tuple[str, str], PublishedVersion, bytes]] = field(default_factory=list)

    audits: list[AuditStanding] = field(default_factory=list)
    """The closing audits of an employer as they stand, where the news may have changed one."""
    new_sheets: set[str] = field(default_factory=set)
    """The digests of the sheets that new determinations cite."""

    @property
    def has_claim(self) -> bool:
        """Whether a claim was ever filed; without one nothing is computed."""
        return any(kind == ClaimFiled.name for kind, _, _ in self.facts)
