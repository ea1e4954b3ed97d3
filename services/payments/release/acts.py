"""Named officers' acts on sealed files are stored as they are told; which of them count is found out when it is asked.

So nothing depends on whether an act or the closing of the day was heard first.
"""

from __future__ import annotations

from contracts.base import Envelope
from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped
from services.payments.claimant import Claimant
from services.runtime.handling import Consequences

ACTS: tuple[type[BatchAct], ...] = (BatchProposed, BatchReleased, BatchStopped)


def told(event: BatchAct, state: Claimant, cause: Envelope) -> Consequences:
    """Keep an act, whatever subject it was filed under: it names its files itself."""
    state.batch_acts.append((event, cause))
    return ()
