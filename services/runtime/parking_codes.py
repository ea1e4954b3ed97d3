"""The closed list of reasons for which an event may be parked."""

from __future__ import annotations

CODES = {
    "not-json": "The message is not JSON. Send the line again as one JSON object.",
    "bad-envelope": "The envelope does not follow CloudEvents 1.0. Mend the named fields and send it again.",
    "unknown-type": "No event of this type is known here. Check the type's spelling, or update this service.",
    "unknown-version": "This version of the event is not known here. Update this service, or send a known version.",
    "wrong-topic": "Only the event's publisher may say it, in its own topic. Publish it there; here, discard it.",
    "day-not-over": "The day was closed before it was over. Find out who closed it, discard this, close it when over.",
    "bad-data": "A field breaks its rule. Mend the named fields and send the event again with a new id.",
    "id-reused": "Another event came under the same id before. Ids must never be used twice: send it with a new one.",
    "conflicting-fact": "The same key and source version came with other content. Send a higher source version.",
    "wrong-currency": "No scheme served here has this currency. Send a higher source version, or serve one and replay.",
    "unknown-scheme": "The claim names a scheme not served here. Correct it, or set TIDEOVER_SCHEMES and replay.",
    "outside-known-law": "The sheet does not know the law of that day. Check the date, or add the law of that time.",
    "computed-differently": "Two computations of the law do not agree. Mend the law or the program, then replay.",
    "out-of-order": "The step before it has not taken effect: discard this, replay what waits, send it anew (new id).",
    "bank-mismatch": "The bank's entry does not fit the payment it names. Compare amount and state by hand.",
    "refused-by-database": "The database refused what follows for its content. Compare it with what is already booked.",
    "too-large": "What follows is larger than the log takes. Compare what is held of this person; mend the service.",
    "handler-failed": "The service failed on this event. Mend the service, then replay.",
    "behind-parked": "An earlier event of the same subject is parked. It is replayed with it, in order.",
}
"""Every reason for which an event may be parked, and what to do about it."""
