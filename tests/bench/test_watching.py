"""The bench of watching: what it writes is sound and seen everywhere, and growth is told with its power."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bench.machine import this_machine
from bench.watching import OFTEN, SELDOM, exporter_on
from bench.watching_rows import POSTINGS_EACH, write_until
from bench.watching_told import Looked, as_table, powers
from services.payments.bank.daily_position import differences_by_currency
from services.payments.reconcile import differences
from services.payments.tallies import TALLIES
from services.runtime.database.schema import engine_on
from services.runtime.process.stopwatch import unix_milliseconds

FOUND = {
    size: [Looked("claims", 5.0, 3.0), Looked("books", size / 100, size / 1000)]
    for size in (10_000, 100_000, 1_000_000)
}


def test_a_place_is_told_with_the_power_of_the_postings_with_which_its_look_grew() -> None:
    assert powers(FOUND) == {"claims": pytest.approx(0), "books": pytest.approx(1)}


def test_the_table_has_a_line_a_place_and_names_the_machine() -> None:
    machine = this_machine()
    first, _, _, claims, books = as_table(machine, FOUND).splitlines()
    assert first == str(machine)
    assert claims.split()[0] == "claims"
    assert claims.split()[-1] == "0.00"
    assert books.split()[-3:] == ["10,000.0", "(1,000.0)", "1.00"]


def test_a_ledger_is_written_that_every_place_of_the_exporter_can_see_and_no_check_finds_wrong(
    migrated_database_url: str,
) -> None:
    payments = write_until(migrated_database_url, 3_000, 0)
    payments = write_until(migrated_database_url, 6_000, payments)
    with exporter_on(migrated_database_url) as exporter:
        assert [place for place in (*OFTEN, *SELDOM) if not exporter.look_at(place, unix_milliseconds())] == []
    with engine_on(migrated_database_url, "payments").connect() as connection:
        postings = connection.scalar(text("SELECT count(*) FROM posting"))
        assert payments * POSTINGS_EACH - 1_000 < postings <= payments * POSTINGS_EACH
        assert not list(TALLIES.wrong(connection))
        assert not differences(connection)
        assert not any(differences_by_currency(connection).values())
