"""The same events told to an installation with another number of partitions come to the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from services.payments.bank.bank_details import register_account
from services.runtime.process.settings import Settings
from services.worlds import cipher_in, laptop_in
from tests.stories.town import (
    FIRST,
    PERSON,
    bank_pays,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    final,
    instructed,
    ledger_balance,
    lost_work,
    said,
    wages,
)

TOLD = (*(wages(month) for month in range(7, 25)), born(), lost_work(), files_claim(), certifies(0), certifies(1))
PAID_BY = FIRST + timedelta(days=60)


def test_whoever_makes_a_new_installation_with_more_partitions_and_tells_it_all_again_comes_to_the_same(
    tmp_path: Path,
) -> None:
    ends = []
    for partitions in (2, 7):
        folder = tmp_path / str(partitions)
        laptop = laptop_in(folder, Settings(partitions=partitions))
        with laptop.databases["payments"].begin() as connection:
            register_account(connection, cipher_in(folder, "payments"), PERSON, "123456780:0000000042")
        fill(laptop, [said(event) for event in TOLD])
        closes(laptop, PAID_BY)
        bank_pays(laptop, PAID_BY)
        assert ledger_balance(laptop) == 0
        ends.append((final(laptop), [(order.instruction, order.amount) for order in instructed(laptop)]))
        laptop.close()
    assert ends[0] == ends[1]
    assert ends[0][1], "somebody was paid"
