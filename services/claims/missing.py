"""What a claim lacks, and from whom. Pure: told once, and again only when it changes."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.claims import ClaimState
from contracts.eligibility import DeterminationMade
from contracts.values import LAST_DAY
from contracts.waiting import BANK_DETAILS, MISSING_MAX, ClaimIncomplete, MissingFact, MissingFrom
from services.claims.model import Claim
from services.claims.procedure import Procedure, days_of

ASKS_FOR_ACCOUNT = "To which bank account are you to be paid?"
CLOSED = frozenset({ClaimState.WITHDRAWN, ClaimState.REFUSED})
"""Where a claim stands that lacks nothing, whatever nobody knows."""


def lacked_by(
    event: DeterminationMade, on: date, before: tuple[MissingFact, ...], procedure: Procedure
) -> tuple[MissingFact, ...]:
    """What nothing answers that the law asks; what was lacking before has been so since then.

    Bank details are no matter of the law: they lack until payments says otherwise.
    """
    earlier = {missing.what: missing for missing in before}
    account = [earlier[BANK_DETAILS]] if BANK_DETAILS in earlier else []
    facts = []
    for asked in (event.lacks or ())[: MISSING_MAX - len(account)]:
        known = earlier.get(asked.what)
        since = known.since if known else on
        facts.append(
            MissingFact(
                what=asked.what,
                asks=asked.asks,
                from_whom=procedure.asked_from(asked.what),
                since=since,
                until=_waited_until(since, procedure),
            )
        )
    return (*facts, *account)


def with_account_missing(before: tuple[MissingFact, ...], on: date, procedure: Procedure) -> tuple[MissingFact, ...]:
    """What is lacking, and the account that the person is to be paid to."""
    if any(missing.what == BANK_DETAILS for missing in before):
        return before
    account = MissingFact(
        what=BANK_DETAILS,
        asks=ASKS_FOR_ACCOUNT,
        from_whom=MissingFrom.CLAIMANT,
        since=on,
        until=_waited_until(on, procedure),
    )
    return (*before[: MISSING_MAX - 1], account)


def without_account(before: tuple[MissingFact, ...]) -> tuple[MissingFact, ...]:
    """What is lacking once the account is known."""
    return tuple(missing for missing in before if missing.what != BANK_DETAILS)


def _waited_until(since: date, procedure: Procedure) -> date:
    return since + timedelta(days=min(days_of(procedure.missing_days, since), (LAST_DAY - since).days))


def news_of(claim: Claim, on: date) -> list[ClaimIncomplete]:
    """What is to be told of what the claim lacks; nothing where it was told already."""
    missing = () if claim.state in CLOSED else claim.missing
    if missing == claim.told_missing:
        return []
    claim.told_missing = missing
    return [ClaimIncomplete(claim=claim.claim, missing=missing, on=on)]
