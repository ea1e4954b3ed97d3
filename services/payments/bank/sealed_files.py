"""Sealed files and their states: opened only if the digest is unchanged, sent as the same bytes or not at all."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from services.payments.bank.bank_file import digest
from services.payments.bank.file_states import OPEN, FileState
from services.payments.tables import payment_file
from services.runtime.database import chain
from services.runtime.privacy.cipher import CannotOpen, Cipher

__all__ = ["FIELD", "OPEN", "FileState", "SealBroken", "body_of", "move", "names_in", "note_sending"]

FIELD = "payment-file"

_FILE = select(payment_file).where(payment_file.c.name == bindparam("which"))
_NAMES = (
    select(payment_file.c.name)
    .where(payment_file.c.state == bindparam("wanted"))
    .order_by(payment_file.c.day, payment_file.c.name)
)
_MOVE = (
    update(payment_file)
    .where(payment_file.c.name == bindparam("which"), payment_file.c.state.in_(bindparam("before", expanding=True)))
    .values(state=bindparam("after"))
)


class SealBroken(Exception):
    """The stored bytes of a file are not those that were sealed; it must not be sent, and someone must look."""


def body_of(connection: Connection, cipher: Cipher, name: str) -> bytes:
    """The sealed bytes. Raises `SealBroken` if a single one has changed, `LookupError` if there is no such file."""
    row = connection.execute(_FILE, {"which": name}).one_or_none()
    if row is None:
        raise LookupError(f"no file {name} was ever sealed")
    try:
        body = cipher.open(name, FIELD, row.body_sealed).encode()
    except CannotOpen:
        raise SealBroken(f"the stored bytes of {name} cannot be opened: they were changed") from None
    if digest(body) != row.sha256:
        raise SealBroken(f"the stored bytes of {name} do not have the digest they were sealed with")
    return body


def names_in(connection: Connection, state: FileState) -> list[str]:
    """The files in a state, oldest first."""
    return list(connection.scalars(_NAMES, {"wanted": state.value}))


def move(connection: Connection, name: str, state: FileState, *, only_from: frozenset[FileState]) -> bool:
    """Note a file's new state if it is in one of `only_from`; whether it was."""
    before = [earlier.value for earlier in only_from]
    done = connection.execute(_MOVE, {"which": name, "before": before, "after": state.value})
    chain.note_stored(connection, payment_file, payment_file.c.name == name)
    return done.rowcount == 1


def note_sending(connection: Connection, name: str, before: FileState) -> bool:
    """Note that the bytes of a file are about to go out, once more, if it is in the state `before`; whether it was."""
    copies = payment_file.c.copies
    going = update(payment_file).where(payment_file.c.name == name, payment_file.c.state == before.value)
    done = connection.execute(going.values(state=FileState.SENDING.value, copies=copies + 1))
    chain.note_stored(connection, payment_file, payment_file.c.name == name)
    return done.rowcount == 1
