"""Checks that what was acknowledged had its effect, what was said was published, and the books balance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from services.claims.views import unlawful as unlawful_states
from services.eligibility.views import latest_versions
from services.operations.audit_log import audit_effects, audit_handed_on, audit_positions, committed, readers_of
from services.operations.chain_heads import Head
from services.operations.chains import at_one_moment, audit_chains, parts_by_name
from services.operations.findings import ADVERSE, DEBTS, DEDUCTIONS, LEDGER, RELEASES, TALLIES, VERSIONS, Audit, Breach
from services.operations.progress import Telling
from services.operations.publications import audit_publications
from services.operations.stack import Stack
from services.payments.views import differences, sent_unreleased, trial_balance, unlawful, unlawful_deductions
from services.runtime.database.store import Database
from services.runtime.database.tallies import tallies_of
from services.runtime.delivery.offsets import reached_in
from services.runtime.process.settings import Settings


def audit(
    settings: Settings,
    stack: Stack,
    telling: Telling,
    heads: Collection[Head] = (),
    further: Mapping[str, Database] | None = None,
) -> Audit:
    """Check everything; the answer holds every breach. Raises what the log and the databases raise.

    `heads` of chains were written down by earlier audits. `further` are databases that hear nobody, such as the
    console's: what they said and their chains are looked at.
    """
    databases = {**stack.databases, **(further or {})}
    result = Audit()
    readers = [
        reader
        for name, service in stack.services.items()
        for reader in readers_of(service, stack.databases[name], committed(settings, service))
    ]
    for reader in readers:
        audit_positions(settings, reader, reached_in(reader.database), result)
    with telling("what was acknowledged", None) as told:
        for count in audit_effects(settings, readers, result):
            told(count)
    with telling("what was handed on", None) as told:
        for count in audit_handed_on(stack.databases, readers, result):
            told(count)
    for name, database in databases.items():
        with telling(f"what {name} said", None) as told:
            for count in audit_publications(settings, name, database, result):
                told(count)
    audit_databases(databases, heads, telling, result)
    return result


def audit_databases(databases: Mapping[str, Database], heads: Collection[Head], telling: Telling, audit: Audit) -> None:
    """What can be checked without the log: rows against their chains, chains against heads written down, the books."""
    for name, part in parts_by_name(databases):
        with telling(f"the rows of {name}", None) as told:
            for count in audit_chains(name, part, [head for head in heads if head.service == name], audit):
                told(count)
    for name, part in parts_by_name(databases):
        audit_tallies(name, part, audit)
    for part in databases["eligibility"].parts:
        audit_versions(part, audit)
    audit_ledger(databases["payments"], audit)
    audit_debts(databases["payments"], audit)
    audit_deductions(databases["payments"], audit)
    audit_releases(databases["payments"], audit)
    audit_adverse_states(databases["claims"], audit)


def audit_tallies(service: str, database: Database, audit: Audit) -> None:
    """What is shown of a service without being counted, counted anew."""
    if (tallies := tallies_of(database.tables)) is None:
        return
    with at_one_moment(database) as connection:
        for wrong in tallies.wrong(connection):
            audit.found(Breach(TALLIES, service, f"{wrong.name}/{wrong.label}", f"In {service} {wrong.in_words()}."))
    audit.looked_at[TALLIES, service] += len(tallies.tallies)


def audit_versions(database: Database, audit: Audit) -> None:
    """Which version of a decision counts is the one thing about it that may change, so it is not in the chains."""
    with database.reading() as connection:
        for table, (count, wrong) in latest_versions(connection).items():
            audit.looked_at[VERSIONS, "eligibility"] += count
            if wrong:
                words = f"In eligibility of {wrong:,} {table}s another version counts than the highest."
                audit.found(Breach(VERSIONS, "eligibility", table, words))


def audit_ledger(database: Database, audit: Audit) -> None:
    """The books: nothing appeared or vanished, and every account is what the payments say."""
    with database.reading() as connection:
        totals = trial_balance(connection)
        faults = [f"the trial balance is {off} {currency} in minor units" for currency, off in totals.items() if off]
        faults += differences(connection)
    audit.looked_at[LEDGER, "payments"] += 1
    for words in faults:
        audit.found(Breach(LEDGER, "payments", "books", f"In payments {words}."))


def _audit_rows(
    database: Database, audit: Audit, look: Callable[[Connection], tuple[int, list[str]]], of: Breach
) -> None:
    """What a service says itself of its rows: how many it looked at, and each fault in words."""
    with database.reading() as connection:
        count, faults = look(connection)
    audit.looked_at[of.rule, of.service] += count
    for words in faults:
        audit.found(replace(of, says=f"In {of.service} {words}."))


def audit_debts(database: Database, audit: Audit) -> None:
    """Every debt against its decision, its disputes, and what was withheld for it."""
    _audit_rows(database, audit, unlawful, Breach(DEBTS, "payments", "debts", ""))


def audit_releases(database: Database, audit: Audit) -> None:
    """Every file that went to the bank against the acts of those who released it."""
    _audit_rows(database, audit, sent_unreleased, Breach(RELEASES, "payments", "files", ""))


def audit_deductions(database: Database, audit: Audit) -> None:
    """Everything taken for others against its rule's share and floor, and against what was told of it."""
    _audit_rows(database, audit, unlawful_deductions, Breach(DEDUCTIONS, "payments", "deductions", ""))


def audit_adverse_states(database: Database, audit: Audit) -> None:
    """Everything that stands against a person: all that must stand beside it, and the contests of it."""
    _audit_rows(database, audit, unlawful_states, Breach(ADVERSE, "claims", "questions", ""))
