"""The tables of claims: claims, questions, contests, mandates, days, budgets, outages; the vault's is in `vault.py`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    false,
)

from contracts.about import SHORT_MAX
from services.runtime.database.chain import current
from services.runtime.delivery.early_act_store import EarlyActStore

TABLES = MetaData()

claim = Table(
    "claim",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("claim", String(80), primary_key=True),
    Column("scheme", String(80)),
    Column("filed_on", Date()),
    Column("filed_version", BigInteger),
    Column("filed_content", LargeBinary),
    Column("withdrawn_on", Date()),
    Column("withdrawn_version", BigInteger),
    Column("withdrawn_content", LargeBinary),
    Column("state", String(20)),
    Column("determination", Integer, nullable=False),
    Column("outcome", String(20)),
    Column("appeal", Text()),
    Column("certified_until", Date()),
    Column("assessed_until", Date()),
    Column("assessed_number", Integer, nullable=False),
    Column("used_up", Boolean, nullable=False),
    Column("numbers", Text(), nullable=False),
    Column("filed_from", BigInteger, nullable=False),
    Column("withdrawn_from", BigInteger, nullable=False),
    Column("year_start", Date()),
    Column("year_end", Date()),
    Column("reductions", Text()),
    Column("appeal_days", Integer),
    Column("refusal", LargeBinary),
    Column("safeguards", Text()),
    Column("amounts", LargeBinary),
    Column("missing", Text()),
    Column("told_missing", Text()),
    Column("certifiable_until", Date()),
    Column("awaited_since", Date()),
    Column("awaited_step", String(20)),
    Column("provisional", Text()),
    Column("determination_id", Uuid()),
    Column("determined_on", Date()),
    Column("certified", Text()),
    Index("claim_by_key", "claim"),
    info=current(),
)
"""One row a claim; `numbers` are assessment numbers above 1, `certification=number` joined by spaces."""

question = Table(
    "question",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("question", String(80), primary_key=True),
    Column("claim", String(80), nullable=False),
    Column("about", String(SHORT_MAX), nullable=False),
    Column("ground", String(40)),
    Column("period_start", Date()),
    Column("period_end", Date()),
    Column("amount_minor", BigInteger),
    Column("currency", String(3)),
    Column("facts", LargeBinary, nullable=False),
    Column("opened_on", Date(), nullable=False),
    Column("step", String(20), nullable=False),
    Column("issued_on", Date()),
    Column("reply_by", Date()),
    Column("replied_on", Date()),
    Column("wanted_by", Text(), nullable=False),
    Column("asks", Text(), nullable=False),
    Column("cites", Text(), nullable=False),
    Column("because", Text(), nullable=False),
    Column("certification", String(80)),
    Column("reduction", Text()),
    Column("decision", LargeBinary),
    Column("contest_by", Date()),
    Column("took_part", Text()),
    Column("proposed", LargeBinary),
    Column("conditions", Text()),
    Column("weighed", LargeBinary),
    Column("budget", String(64)),
    Column("review", String(20)),
    Index("question_by_step", "step"),
    Index("question_by_key", "question"),
    info=current(),
)
"""One row a question, kept after it was decided or dropped; with its words, for it may be asked again."""

early_reply = Table(
    "early_reply",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("question", String(80), primary_key=True),
    Column("filed_on", Date(), nullable=False),
    info=current(),
)
"""Replies that came before the question they answer."""

EARLY_ACTS = EarlyActStore(TABLES)

sending = Table(
    "sending",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("letter", String(80), primary_key=True),
    Column("reference", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("sent_on", Date()),
    Column("delivered_on", Date()),
    Column("returned_on", Date()),
    info=current(),
)
"""One row for each way that a letter went."""

closed_day = Table(
    "closed_day",
    TABLES,
    Column("partition", Integer, primary_key=True),
    Column("day", Date(), nullable=False),
    Column("prompt_day", Date(), nullable=True),
    Column("prompt_ms", BigInteger(), nullable=True),
    info=current(),
)
"""The last closed day of each partition, and the closing that came as soon after its day as any did, and when."""

contest = Table(
    "contest",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("contest", String(80), primary_key=True),
    Column("filing", LargeBinary, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("question", String(80)),
    Column("opened_on", Date()),
    Column("decide_by", Date()),
    Column("is_late", Boolean, nullable=False),
    Column("benefit_continues", Boolean, nullable=False),
    Column("hearing", LargeBinary),
    Column("closed_on", Date()),
    Column("outcome", String(20)),
    Column("told", Text()),
    Index("contest_by_key", "contest"),
    Index("contest_by_standing", "closed_on", "opened_on"),
    info=current(),
)
"""One row a contest, from its filing on; `told` is why it waits. One without a question is not open yet."""

mandate = Table(
    "mandate",
    TABLES,
    Column("subject", String(64), primary_key=True),
    Column("mandate", String(80), primary_key=True),
    Column("given", LargeBinary),
    Column("ended", LargeBinary),
    info=current(),
)
"""One row a mandate: how it was given and how it ended, each in its highest version, whichever came first."""

outage = Table(
    "outage",
    TABLES,
    Column("partition", Integer, primary_key=True),
    Column("outage", String(80), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("institution", String(80), nullable=False),
    Column("since", Date()),
    Column("until", Date()),
    Column("looked_at", Boolean, nullable=False, server_default=false()),
    info=current(),
)
"""One row an outage and partition, in its highest version; without days where it was taken back.

`looked_at` says whether claims were looked at again since it was told.
"""

spoken_registry = Table(
    "spoken_registry",
    TABLES,
    Column("partition", Integer, primary_key=True),
    Column("institution", String(80), primary_key=True),
    Column("spoke_on", Date(), nullable=False),
    info=current(),
)
"""When each registry was heard last in a partition, of those with which it is agreed how often they send."""

decided_day = Table(
    "decided_day",
    TABLES,
    Column("budget", String(64), primary_key=True),
    Column("day", Date(), primary_key=True),
    Column("decided", Integer, nullable=False),
    Column("overturned", Integer, nullable=False),
    Column("found_wrong", Integer, nullable=False),
    Column("found_right", Integer, nullable=False),
    info=current(),
)
"""One row for each day of an error budget on which something was decided against claimants."""

budget_stop = Table(
    "budget_stop",
    TABLES,
    Column("budget", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("stopped_on", Date(), nullable=False),
    Column("decided", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("reopened_on", Date()),
    Column("reopened_by", String(80)),
    Column("role", String(80)),
    Column("reasons", Text()),
    info=current(),
)
"""One row for each time that an error budget was spent."""
