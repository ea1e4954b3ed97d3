"""What is added up as it is booked: payments by stage, files by state, sums overpaid, and the balance of every account.

The accounts of single files, rules and orders are one account each here, since there are ever more of them.
"""

from __future__ import annotations

from services.payments.accounts import DEDUCTED, IN_FLIGHT
from services.payments.tables import TABLES, instruction, payment_file, position, posting
from services.runtime.database.tallies import KeptTally, Tallies, by

DECIDED_OF_OVERPAYMENTS = ("proposed", "final", "waived", "written_off", "recovered")
"""What may be decided of a sum that was overpaid."""
PAYMENTS, AMOUNTS, HELD = "payments", "payments_minor", "payments_held_minor"
FILES, OVERPAID, BALANCES = "files", "overpaid_minor", "balances_minor"
ON_ITS_WAY = IN_FLIGHT.rstrip(":")


def _collected(account: str) -> str:
    """The account in SQL, with the name of a file, a rule or an order taken off."""
    beginnings = {IN_FLIGHT: ON_ITS_WAY} | {f"{whole}:": whole for whole in DEDUCTED}
    cases = " ".join(
        f"WHEN substr({account}, 1, {len(begins)}) = '{begins}' THEN '{whole}'" for begins, whole in beginnings.items()
    )
    return f"CASE {cases} ELSE {account} END"


_BY_STAGE = by("{r}.stage", "{r}.currency")

TALLIES = Tallies(
    TABLES,
    [
        KeptTally(PAYMENTS, instruction, _BY_STAGE),
        KeptTally(AMOUNTS, instruction, _BY_STAGE, "{r}.amount_minor"),
        KeptTally(HELD, instruction, _BY_STAGE, "{r}.held_minor"),
        KeptTally(FILES, payment_file, by("{r}.state")),
        KeptTally(BALANCES, posting, by(_collected("{r}.account"), "{r}.currency"), "{r}.amount_minor"),
        *(
            KeptTally(f"{standing}_{OVERPAID}", position, by("{r}.currency"), f"{{r}}.{standing}_minor")
            for standing in DECIDED_OF_OVERPAYMENTS
        ),
    ],
)
