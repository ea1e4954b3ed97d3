"""Named officers' acts on sealed files are stored as they are told; which of them count is found out when it is asked.

So nothing depends on whether an act or the closing of the day was heard first.
"""

from __future__ import annotations

from contracts.base import Envelope
from contracts.batches import BatchAct, BatchProposed, BatchReleased, BatchStopped, batch_subject
from services.payments.claimant import Claimant
from services.runtime.handling import Consequences, Refused

ACTS: tuple[type[BatchAct], ...] = (BatchProposed, BatchReleased, BatchStopped)


def told(event: BatchAct, state: Claimant, cause: Envelope) -> Consequences:
    """Keep an act. Raises `Refused` where the message is filed under another subject than the batch it is about."""
    if state.subject != batch_subject(event.day, event.total.currency):
        raise Refused("out-of-order", "the subject is not the batch of the day and currency that the act names")
    state.batch_acts.append((event, cause))
    return ()
