"""What a position comes to for the claimant, in minor units."""

from __future__ import annotations

from services.payments.model import Position


def net_of(position: Position) -> int:
    """What the claimant has, will have, or may have when the account is mended, less what was overpaid or collected.

    What was paid here for days that another certification holds by now counts there.
    """
    owed = sum(instruction.owed_minor for instruction in position.instructions) + position.return_waits_minor
    return owed - position.recovered_minor - overpaid_of(position) - position.lent_minor


def overpaid_of(position: Position) -> int:
    """Everything that was paid above the target, whatever was decided of it."""
    return position.overpaid_minor
