"""The tables of payments. What they refuse beyond their own constraints is in `guards.py`."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    false,
)

from services.runtime.database.chain import current, written_once
from services.runtime.database.partial_index import only_where

TABLES = MetaData()

position = Table(
    "position",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("certification", String(80), primary_key=True),
    Column("period_start", Date(), nullable=False),
    Column("period_end", Date(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("assessment", Uuid(), nullable=False),
    Column("number", Integer(), nullable=False),
    Column("touched_start", Date(), nullable=False),
    Column("touched_end", Date(), nullable=False),
    Column("due", JSON(), nullable=False),
    Column("waiting", JSON(), nullable=False),
    Column("target_minor", BigInteger(), nullable=False),
    Column("waiting_minor", BigInteger(), nullable=False),
    Column("proposed_minor", BigInteger(), nullable=False),
    Column("final_minor", BigInteger(), nullable=False),
    Column("waived_minor", BigInteger(), nullable=False),
    Column("confirmed_minor", BigInteger(), nullable=False),
    Column("lent_minor", BigInteger(), nullable=False),
    Column("written_off_minor", BigInteger(), nullable=False, default=0, server_default="0"),
    Column("recovered_minor", BigInteger(), nullable=False, default=0, server_default="0"),
    Column("to_return_minor", BigInteger(), nullable=False, default=0, server_default="0"),
    Column("return_waits_minor", BigInteger(), nullable=False, default=0, server_default="0"),
    Column("proposals", Integer(), nullable=False),
    Column("scheme", String(80), nullable=True),
    CheckConstraint(
        "target_minor >= 0 AND proposed_minor >= 0 AND final_minor >= 0 AND waived_minor >= 0", name="never_negative"
    ),
    CheckConstraint("confirmed_minor BETWEEN 0 AND proposed_minor", name="confirms_what_is_proposed"),
    CheckConstraint(
        "written_off_minor >= 0 AND to_return_minor BETWEEN 0 AND recovered_minor", name="returns_what_was_recovered"
    ),
    Index("position_that_waits", "person", **only_where(Column("waiting_minor", BigInteger()) > 0)),
    info=current(),
)
"""What is due for a certified period by its latest assessment, and what was overpaid on it.

`due` and `waiting` are lists of [first day, first day after, minor units]; `touched_*` are all days any assessment of
it was about.
"""

paid_days = Table(
    "paid_days",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("period_start", Date(), primary_key=True),
    Column("period_end", Date(), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Index("paid_days_by_position", "person", "claim", "certification"),
    info=current(),
)
"""The days for which a position is due anything, a row a run of days. No day of a person stands in two rows."""

waiting_settled = Table(
    "waiting_settled",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("certification", String(80), primary_key=True),
    Column("number", Integer(), primary_key=True),
    Column("waiting_minor", BigInteger(), primary_key=True),
    Column("officer", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("because", Text(), nullable=False),
    CheckConstraint("trim(officer) <> '' AND trim(because) <> ''", name="settled_by_a_named_person_who_says_why"),
    info=written_once(),
)
"""Named persons' word that nothing more is paid for days that wait, for one assessment and one sum."""

payment_file = Table(
    "payment_file",
    TABLES,
    Column("name", String(35), primary_key=True),
    Column("id", Uuid(), nullable=False, unique=True),
    Column("partition", Integer(), nullable=False),
    Column("day", Date(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("count", Integer(), nullable=False),
    Column("control_sum_minor", BigInteger(), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body_sealed", LargeBinary(), nullable=False),
    Column("state", String(10), nullable=False),
    Column("copies", Integer(), nullable=False, default=0, server_default="0"),
    Index("payment_file_by_state", "state", "day"),
    Index("payment_file_by_day", "partition", "day"),
    info=current(),
)
"""Sealed bank files: the bytes never change, only what became of them. Encrypted, since they hold accounts.

`copies` is how many times the bytes went out, or may have.
"""

bank_message = Table(
    "bank_message",
    TABLES,
    Column("sha256", String(64), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("body_sealed", LargeBinary(), nullable=False),
    Column("state", String(12), nullable=False),
    Index("bank_message_by_state", "state"),
    info=current(),
)
"""What the bank sent, as it came, before anything is made of it. Encrypted, since it holds accounts."""

statement_day = Table(
    "statement_day",
    TABLES,
    Column("sha256", String(64), ForeignKey("bank_message.sha256"), primary_key=True),
    Column("account", String(32), primary_key=True),
    Column("currency", String(3), primary_key=True),
    Column("day", Date(), primary_key=True),
    Column("message", String(80), nullable=False),
    Column("opening_minor", BigInteger(), nullable=False),
    Column("closing_minor", BigInteger(), nullable=False),
    Column("entries_minor", BigInteger(), nullable=False),
    Column("entries", Integer(), nullable=False),
    CheckConstraint("entries >= 0", name="counts_entries"),
    Index("statement_day_by_day", "day", "currency"),
    info=written_once(),
)
"""What a statement (camt.053) says of a day: balances before and after it, and the sum and number of its entries.

`account` is a digest of our own account; credits are above zero, as the bank holds money for us.
"""

fund_movement = Table(
    "fund_movement",
    TABLES,
    Column("fund", String(80), primary_key=True),
    Column("movement", String(80), primary_key=True),
    Column("cause", Uuid(), nullable=False),
    Column("into", Boolean(), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("moved_on", Date(), nullable=False),
    Column("officer", String(80), nullable=False),
    CheckConstraint("amount_minor > 0", name="moves_something"),
    CheckConstraint("trim(officer) <> ''", name="told_by_a_named_person"),
    info=written_once(),
)
"""What came into a fund or left it, as the treasury told it, once for each reference of its own."""

open_item = Table(
    "open_item",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("sha256", String(64), ForeignKey("bank_message.sha256"), nullable=False),
    Column("message", String(80), nullable=False),
    Column("place", Text(), nullable=False),
    Column("why", Text(), nullable=False),
    Column("booked_on", Date(), nullable=True),
    Column("entry_references", Text(), nullable=False, default="", server_default=""),
    Column("state", String(10), nullable=False),
    Column("result", String(10), nullable=True),
    Column("payments", Text(), nullable=True),
    Column("charges_minor", BigInteger(), nullable=True),
    Column("bank_code", String(4), nullable=True),
    Column("explained_by", String(80), nullable=True),
    Column("officer", String(80), nullable=True),
    Column("role", String(80), nullable=True),
    Column("because", Text(), nullable=True),
    Column("closed_at", DateTime(timezone=True), nullable=True),
    CheckConstraint(
        "state = 'waiting' OR (explained_by IS NOT NULL AND officer IS NULL AND state <> 'dismissed')"
        " OR (officer IS NOT NULL AND trim(officer) <> '' AND because IS NOT NULL"
        " AND trim(because) <> '' AND closed_at IS NOT NULL)",
        name="closed_by_a_named_person_or_by_the_bank",
    ),
    CheckConstraint(
        "state NOT IN ('settled', 'told') OR (result IS NOT NULL AND payments IS NOT NULL AND booked_on IS NOT NULL)",
        name="settled_as_something",
    ),
    Index("open_item_by_state", "state"),
    info=current(),
)
"""What the bank said and nobody understood: where it stands in which message, why it waits, and who settled it as what.

`payments` are the identifiers of the payments it is about, and `entry_references` the bank's references that stand for
it alone, with blanks between them. `explained_by` is the bank's later message after which it fitted by itself.
"""

told_entry = Table(
    "told_entry",
    TABLES,
    Column("end_to_end", String(26), primary_key=True),
    Column("result", String(10), primary_key=True),
    Column("reference", String(32), primary_key=True),
    Column("message", String(80), nullable=False),
    Column("moved_minor", BigInteger(), nullable=False),
    Column("by_a_person", Boolean(), nullable=False),
    Index("told_entry_by_reference", "reference"),
    info=written_once(),
)
"""What was reported of payments, once for each reference under which the bank has it in our account; empty for none.

A reference is the digest of account, side and the bank's own reference of the entry.
"""

instruction = Table(
    "instruction",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("end_to_end", String(26), nullable=False, unique=True),
    Column("person", String(64), nullable=False),
    Column("partition", Integer(), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("sequence", SmallInteger(), nullable=False),
    Column("attempt", SmallInteger(), nullable=False),
    Column("period_start", Date(), nullable=False),
    Column("period_end", Date(), nullable=False),
    Column("days", JSON(), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("due_on", Date(), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("assessment", Uuid(), nullable=False),
    Column("held_minor", BigInteger(), nullable=False),
    Column("file", String(35), ForeignKey("payment_file.name"), nullable=True),
    Column("withheld", JSON(none_as_null=True), nullable=True),
    Column("debit_untold", Boolean(), nullable=False, default=False, server_default=false()),
    CheckConstraint("amount_minor > 0", name="pays_something"),
    CheckConstraint("held_minor BETWEEN 0 AND amount_minor", name="holds_no_more_than_it_paid"),
    CheckConstraint("(stage IN ('due', 'cancelled', 'withheld')) = (file IS NULL)", name="sealed_in_a_file"),
    CheckConstraint("held_minor = 0 OR stage IN ('rejected', 'returned')", name="holds_only_what_came_back"),
    CheckConstraint("stage = 'returned' OR NOT debit_untold", name="left_before_it_came_back"),
    CheckConstraint(
        "(kind = 'offset' OR stage <> 'withheld') AND"
        " (kind <> 'offset' OR (withheld IS NOT NULL AND stage IN ('withheld', 'cancelled')))",
        name="withheld_for_a_debt",
    ),
    Index("instruction_by_person", "person", "stage"),
    Index("instruction_by_day", "partition", "stage", "due_on"),
    Index("instruction_by_file", "file"),
    Index(
        "one_original_each",
        *("person", "claim", "certification"),
        unique=True,
        **only_where(Column("kind", String()) == "original"),
    ),
    Index("remittance_by_stage", "stage", "due_on", **only_where(Column("kind", String()) == "remittance")),
    Index("one_attempt_each", "person", "claim", "certification", "sequence", "attempt", unique=True),
    info=current(),
)
"""Payments, one row an attempt. `person` is the pseudonym; `partition` is the person's.

`days` is a list of [first day, first day after, minor units] that adds up to the amount; `period_*` are its first and
its last day.
"""

unmatched_entry = Table(
    "unmatched_entry",
    TABLES,
    Column("cause", Uuid(), primary_key=True),
    Column("end_to_end", String(26), nullable=False),
    Column("envelope", LargeBinary(), nullable=False),
    Column("misfit", Text(), nullable=True),
    Index("unmatched_entry_by_payment", "end_to_end"),
    info=current(),
)
"""What the bank said of payments that are not sealed here, kept until they are; with the reason, what does not fit."""

reissue_order = Table(
    "reissue_order",
    TABLES,
    Column("cause", Uuid(), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("end_to_end", String(26), nullable=False),
    Column("envelope", LargeBinary(), nullable=False),
    Index("reissue_order_by_payment", "person", "end_to_end"),
    info=written_once(),
)
"""Orders to pay again that came before the return that they answer; they take effect with it."""

unmatched_file = Table(
    "unmatched_file",
    TABLES,
    Column("name", String(35), primary_key=True),
    Column("reason", Text(), nullable=False),
    Column("matched_by", String(80), nullable=True),
    Column("because", Text(), nullable=True),
    CheckConstraint("(matched_by IS NULL) = (because IS NULL)", name="matched_for_a_reason"),
    CheckConstraint("matched_by <> '' AND because <> ''", name="matched_by_somebody"),
    info=current(scripts="name = 'restored-copy' AND matched_by IS NULL"),  # deploy/postgres/backup.sh holds so
)
"""Files that the bank may have and this database does not know as sent. While one is unmatched, nothing goes out."""

left_out = Table(
    "left_out",
    TABLES,
    Column("instruction", Uuid(), ForeignKey("instruction.id"), primary_key=True),
    Column("day", Date(), primary_key=True),
    Column("why", Text(), nullable=False),
    info=written_once(),
)
"""Payments that were due at the end of a day and fit into no file, and why; the next day they are tried again."""

journal = Table(
    "journal",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("cause", Uuid(), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("effective_on", Date(), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("claim", String(80), nullable=True),
    Column("certification", String(80), nullable=True),
    Column("lines", Integer(), nullable=False),
    CheckConstraint("lines >= 2", name="moves_between_accounts"),
    info=written_once(),
)
"""Why money moved in the books: the event that caused it, or for a sealed file the file's own id. Never changed."""

posting = Table(
    "posting",
    TABLES,
    Column("journal", Uuid(), ForeignKey("journal.id"), primary_key=True),
    Column("line", Integer(), primary_key=True),
    Column("account", String(120), nullable=False),
    Column("person", String(64), nullable=True),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("currency", String(3), nullable=False),
    CheckConstraint("amount_minor <> 0", name="moves_something"),
    CheckConstraint("line >= 0", name="counts_from_zero"),
    Index("posting_by_account", "account", "currency"),
    info=written_once(),
)
"""Debits above zero, credits below; each journal has exactly its `lines` and sums to zero. Never changed."""

overpayment_decision = Table(
    "overpayment_decision",
    TABLES,
    Column("cause", Uuid(), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("claim", String(80), nullable=False),
    Column("certification", String(80), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("officer", String(80), nullable=False),
    Column("article", Text(), nullable=False),
    Column("decided_on", Date(), nullable=False),
    Column("amount_minor", BigInteger(), nullable=False),
    Column("contest_until", Date(), nullable=True),
    Index("overpayment_decision_by_position", "person", "claim", "certification"),
    info=written_once(),
)
"""Named persons' decisions on overpayments; no debt is final without one. Never changed.

`contest_until` is the last day to contest as the decision itself has it; decisions of before did not keep it.
"""

bank_account = Table(
    "bank_account",
    TABLES,
    Column("person", String(64), primary_key=True),
    Column("account_sealed", LargeBinary(), nullable=True),
    info=current(),
)
"""Where a person is paid, sealed under a key of the person's own in the key store; nothing once that key is gone."""
