"""Nothing goes to the bank while it may have files that this database does not know, as after a restore.

The gateway's own journal says what was sent. Where the database knows less, it is an older copy: those files are held
until the bank's own evidence is there for each of their payments, or a named person answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from services.payments.bank.send_journal import SendJournal, SentFile
from services.payments.file_states import FileState
from services.payments.model import PaymentStage
from services.payments.tables import instruction, payment_file, unmatched_entry, unmatched_file
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks
from services.runtime.process.logs import log

THE_BANK = "bank"
A_RESTORED_COPY = "restored-copy"
"""Held by whoever restores (deploy/postgres/backup.sh), so that nothing is sealed before the journal was compared."""
NOT_KNOWN_AS_SENT = "It was handed to the bank, and this database does not know it as sent."
NAMED_BY_THE_BANK = "The bank names it, and this database does not know it."

_ANSWERED = (PaymentStage.SETTLED.value, PaymentStage.REJECTED.value, PaymentStage.RETURNED.value)


def held(connection: Connection) -> list[str]:
    """The files that are not matched yet; while there is one, nothing is sealed and nothing is sent."""
    return [name for (name,) in _HELD.rows(connection)]


_HELD = Prepared(
    select(unmatched_file.c.name).where(unmatched_file.c.matched_by.is_(None)).order_by(unmatched_file.c.name)
)


def held_files(connection: Connection) -> dict[str, str]:
    """The files that are not matched yet, with why they are held."""
    own = unmatched_file.c
    query = select(own.name, own.reason).where(own.matched_by.is_(None)).order_by(own.name)
    return {row.name: row.reason for row in connection.execute(query)}


def hold(connection: Connection, names: Iterable[str], reason: str) -> None:
    """Hold files, once each; those that lie sealed here are in doubt from now on."""
    for name in names:
        if connection.scalar(select(unmatched_file.c.name).where(unmatched_file.c.name == name)) is None:
            connection.execute(unmatched_file.insert().values(name=name, reason=reason))
            chain.note_stored(connection, unmatched_file, "name", [name])
            log.error("file_unmatched", batch=name)
        own = payment_file.c
        sealed = and_(own.name == name, own.state == FileState.SEALED.value)
        connection.execute(update(payment_file).where(sealed).values(state=FileState.UNKNOWN.value))
        chain.note_stored(connection, payment_file, "name", [name])


def match(connection: Connection, name: str, *, by: str, because: str) -> None:
    """End the holding of a file, on the bank's evidence or in a named person's name. Raises `LookupError`."""
    own = unmatched_file.c
    waiting = update(unmatched_file).where(own.name == name, own.matched_by.is_(None))
    if connection.execute(waiting.values(matched_by=by, because=because)).rowcount != 1:
        raise LookupError(f"no file {name} is held")
    chain.note_stored(connection, unmatched_file, "name", [name])
    log.warning("file_matched", batch=name)


def compare(connection: Connection, journal: SendJournal) -> list[str]:
    """Hold what the journal knows and the database does not, let go what the bank has answered for; what is held."""
    if journal.latest and not _known(connection, [journal.latest]):
        known = _known(connection, journal.sent.values())
        hold(connection, [name for name in journal.sent if name not in known], NOT_KNOWN_AS_SENT)
    names = held(connection)
    for name in names:
        if name != A_RESTORED_COPY and _is_answered(connection, name, journal.sent.get(name)):
            match(connection, name, by=THE_BANK, because="Its own evidence is here for each payment of the file.")
    if held(connection) == [A_RESTORED_COPY]:
        match(connection, A_RESTORED_COPY, by=THE_BANK, because="All that was sent is known or answered for.")
    return held(connection)


def elsewhere(connection: Connection, journal: SendJournal, file: SentFile) -> list[str]:
    """What the bank may have already: other bytes under this name, or another file with one of these payments.

    One payment never goes out in two files. Another file that a named person has answered for does not count: they say
    that the bank does not have it.
    """
    own = unmatched_file.c
    answered = select(own.name).where(own.matched_by.is_not(None), own.matched_by != THE_BANK)
    void = set(connection.scalars(answered))
    wanted = set(file.end_to_ends)
    return [
        sent.name
        for sent in journal.sent.values()
        if (sent.name == file.name and sent.sha256 != file.sha256)
        or (sent.name != file.name and sent.name not in void and not wanted.isdisjoint(sent.end_to_ends))
    ]


def payments_of(connection: Connection, name: str) -> list[str]:
    """The identifiers of a file's payments."""
    return [identifier for (identifier,) in _OF_FILE.rows(connection, {"of": name})]


_OF_FILE = Prepared(
    select(instruction.c.end_to_end).where(instruction.c.file == bindparam("of")).order_by(instruction.c.end_to_end)
)


def _known(connection: Connection, files: Iterable[SentFile]) -> set[str]:
    """Which of these files the database knows as sent, or holds already."""
    known: set[str] = set()
    for chunk in chunks(files):
        names = [sent.name for sent in chunk]
        digests = {sent.name: sent.sha256 for sent in chunk}
        own = payment_file.c
        beyond = select(own.name, own.sha256).where(own.name.in_(names), own.state != FileState.SEALED.value)
        known |= {name for name, sha256 in connection.execute(beyond) if digests[name] == sha256}
        known |= set(connection.scalars(select(unmatched_file.c.name).where(unmatched_file.c.name.in_(names))))
    return known


def _is_answered(connection: Connection, name: str, sent: SentFile | None) -> bool:
    """Whether the bank has spoken of the file by name, or of each payment in it."""
    own = payment_file.c
    named = select(own.sha256).where(own.name == name, own.state.in_((FileState.ACCEPTED, FileState.REJECTED)))
    digest = connection.scalar(named)
    if sent is None:
        return digest is not None
    return digest == sent.sha256 or not _unanswered(connection, sent)


def _unanswered(connection: Connection, sent: SentFile) -> set[str]:
    unanswered: set[str] = set(sent.end_to_ends)
    own = instruction.c
    for chunk in chunks(sent.end_to_ends):
        answered = select(own.end_to_end).outerjoin(payment_file, payment_file.c.name == own.file)
        by_the_bank = or_(own.stage.in_(_ANSWERED), payment_file.c.state == FileState.ACCEPTED.value)
        unanswered -= set(connection.scalars(answered.where(own.end_to_end.in_(chunk), by_the_bank)))
        entries = select(unmatched_entry.c.end_to_end)
        unanswered -= set(connection.scalars(entries.where(unmatched_entry.c.end_to_end.in_(chunk))))
    return unanswered
