"""The servers of a service number what they park apart from each other, so that a number names one parked event."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from services.runtime.database.schema import engine_on

NUMBERS_A_SERVER = 1_000_000_000

_LAST = text("SELECT last_value, is_called FROM parked_number_seq")
_BEGIN = text("SELECT setval('parked_number_seq', :first, false)")


def number_parked_apart(urls: Sequence[str], service: str) -> None:
    """Give each server that has parked nothing yet numbers that no other one gives; its owner may, safe to repeat."""
    ranges: dict[str, tuple[int, bool]] = {}
    for url in urls:
        engine = engine_on(url, service)
        with engine.connect() as connection:
            last, is_used = connection.execute(_LAST).one()
        engine.dispose()
        ranges[url] = last // NUMBERS_A_SERVER, is_used
    taken = [own for own, is_used in ranges.values() if is_used]
    for url in (url for url in urls if not ranges[url][1]):
        own = next(number for number in range(len(urls) + max(taken, default=0) + 1) if number not in taken)
        taken.append(own)
        engine = engine_on(url, service)
        with engine.begin() as connection:
            connection.execute(_BEGIN, {"first": own * NUMBERS_A_SERVER + 1})
        engine.dispose()
