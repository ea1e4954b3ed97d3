"""A ledger of many years written at once, with the claims, decisions and referrals beside it: what an exporter reads.

Every row satisfies the constraints and passes the guards, and the tallies are kept by the triggers, as at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from services.names import SERVICES
from services.runtime.database.schema import engine_on, upgrade

ROWS = Path(__file__).with_suffix(".sql")
POSTINGS_EACH = 6
"""Of a payment: what is due, what is sealed, what is settled."""
PAYMENTS_A_DAY = 500
AT_ONCE = 20_000

ONE = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT k, CAST(md5('i' || k) AS uuid) AS id, 'p-' || md5(CAST(k / 20 AS text)) AS person,
    'c-' || k / 20 AS claim, 'c-' || k / 20 || '/' || mod(k, 20) AS certification,
    'file-' || k / 500 AS file, DATE '2016-01-01' + k / 500 AS day, DATE '2015-01-01' + 14 * mod(k, 20) AS start,
    CASE WHEN k < 100 THEN 'rejected' WHEN k < 200 THEN 'batched' WHEN k < 300 THEN 'due' ELSE 'settled' END AS stage
FROM generate_series({start}, {end} - 1) AS k
"""
"""Payments by number: twenty to a person, five hundred a day and a file; the first three hundred are not settled."""
PARKED = """
INSERT INTO parked (identity, subject, code, reason, origin, body, state)
SELECT 'parked-' || k, person, 'bad-data', 'x', 'x', 'x', CASE WHEN k < 2000 THEN 'waiting' ELSE 'replayed' END
FROM one WHERE mod(k, 200) = 0
"""


def migrated(url: str) -> None:
    """Make the schemas of all services."""
    for service in SERVICES:
        upgrade(url, service)


def write_until(url: str, postings: int, so_far: int) -> int:
    """Write what a ledger of so many postings has beyond what is there; how many payments there are then."""
    days = -(-postings // (POSTINGS_EACH * PAYMENTS_A_DAY))
    for service in SERVICES:
        engine = engine_on(url, service)
        for start in range(so_far, days * PAYMENTS_A_DAY, AT_ONCE):
            end = min(start + AT_ONCE, days * PAYMENTS_A_DAY)
            with engine.begin() as connection:
                for statement in (ONE.format(start=start, end=end), PARKED, *_of(service)):
                    connection.exec_driver_sql(statement)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        engine.dispose()
    return days * PAYMENTS_A_DAY


def _of(service: str) -> Iterator[str]:
    """The statements of a service, in order."""
    _, _, rest = ROWS.read_text("utf-8").partition(f"\n-- {service}\n")
    own, _, _ = rest.partition("\n-- ")
    yield from (statement for statement in own.split(";") if statement.strip())
