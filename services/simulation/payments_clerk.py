"""The payments clerk: asks the bank about what nobody understood, and says in the own name what it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from services.payments.edge import open_items
from services.simulation.bank import Bank
from services.simulation.facts_told import morning_of
from services.simulation.offices import TREASURER
from services.simulation.story_run import StoryRun


def settle_what_waits(run: StoryRun) -> None:
    """Settle each open item as the bank explains it, or set it aside where it says nothing of our payments."""
    with run.world.databases["payments"].begin() as connection:
        for item in open_items.waiting(connection):
            if run.bank.is_plain(item.message):
                run.asked_in_vain.append(f"what the bank said in {item.message} waits for a person: {item.why}")
            words = open_items.words_of(connection, run.world.cipher, item)
            run.fired[f"open item {_settle(connection, item, words, run.bank, run.today)}"] += 1


def _settle(connection: Connection, item: open_items.OpenItem, words: str, bank: Bank, today: date) -> str:
    signed = open_items.Signed(TREASURER, "The bank was asked.", morning_of(today))
    result, identifiers = bank.explain(item.message, words)
    if not identifiers:
        open_items.dismiss(connection, item, signed)
        return "dismissed"
    payments = open_items.payments_named(connection, identifiers, None)
    open_items.settle(connection, item, open_items.Settlement(result, payments, item.booked_on or today), signed)
    return result.value


def items_waiting(run: StoryRun) -> list[open_items.OpenItem]:
    """What of the bank waits for the clerk."""
    with run.world.databases["payments"].reading() as connection:
        return open_items.waiting(connection)
