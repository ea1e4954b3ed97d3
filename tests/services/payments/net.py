"""What a position comes to for the claimant, in minor units."""

from __future__ import annotations

from services.payments.model import Position


def net_of(position: Position) -> int:
    """What the claimant has, will have, or may have when the account is mended, less what was overpaid."""
    return sum(instruction.owed_minor for instruction in position.instructions) - overpaid_of(position)


def overpaid_of(position: Position) -> int:
    """Everything that was paid above the target, whatever was decided of it."""
    return position.proposed_minor + position.final_minor + position.waived_minor
