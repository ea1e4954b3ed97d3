"""A decision as a proof: the facts known then, the sheet, every step and the outcome in one signed statement.

Whoever has the public key needs nothing else of ours to follow it (`checker/`).
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic_core import from_json
from sqlalchemy import Connection

from contracts.eligibility import DeterminationMade
from contracts.in_words import InWords
from services.eligibility.known_then import determined_then, first_facts
from services.eligibility.one_person import one_person
from services.eligibility.replay import replay
from services.eligibility.sheets import archived_sheet
from services.eligibility.stored_decisions import StoredDecision

FORMAT = "tideover-proof/1"
ALGORITHM = "Ed25519"
KEY_BYTES = 32


class NothingToProve(InWords):
    """A decision that does not come out again is not exported as a proof."""


def statement_of(connection: Connection, decision: StoredDecision) -> dict[str, Any]:
    """Everything that is signed.

    Raises `NothingToProve` if the decision does not come out again to the byte, and `SheetNotKept`.
    """
    replayed = replay(connection, decision)
    if replayed.verdict != "equal" or decision.facts_known is None:
        raise NothingToProve(f"This decision does not come out again, so there is nothing to prove: {replayed.because}")
    under = from_json(determined_then(connection, decision.subject, decision.claim, decision.facts_known))
    sheet = archived_sheet(connection, DeterminationMade.model_validate(under).scheme_digest)
    then = list(first_facts(connection, decision.subject, decision.facts_known))
    return {
        "format": FORMAT,
        "kind": decision.kind,
        "id": str(decision.made),
        "number": decision.published.number,
        "person": decision.subject,
        "claim": decision.claim,
        "certification": decision.certification,
        "decision": from_json(decision.published.content),
        "determination": under,
        "derivation": from_json(decision.derivation),
        "sheet": {"digest": sheet.digest, "text": sheet.text},
        "facts": [
            {
                "event": str(received.event_id),
                "kind": received.kind,
                "key": received.key,
                "version": received.source_version,
                "says": received.event.model_dump(mode="json", exclude_none=True),
            }
            for received in one_person(decision.subject, then).facts
        ],
    }


def signed(statement: dict[str, Any], key: bytes) -> dict[str, Any]:
    """The statement with a signature over its canonical form. Raises `NothingToProve` for what is no key."""
    if len(key) != KEY_BYTES:
        raise NothingToProve(f"A key that signs has {KEY_BYTES} bytes; this file has {len(key)}.")
    private = Ed25519PrivateKey.from_private_bytes(key)
    signature = {
        "algorithm": ALGORITHM,
        "public_key": private.public_key().public_bytes_raw().hex(),
        "value": private.sign(canonical(statement)).hex(),
    }
    return {"statement": statement, "signature": signature}


def canonical(statement: dict[str, Any]) -> bytes:
    """The bytes that are signed: JSON with sorted keys and without spaces, in UTF-8."""
    return json.dumps(statement, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
