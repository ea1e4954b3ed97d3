"""Sealed files and their states: opened only if the digest is unchanged, sent as the same bytes or not at all."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from services.payments.bank.bank_file import digest
from services.payments.file_states import OPEN, FileState
from services.payments.tables import payment_file
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.privacy.cipher import CannotOpen, Cipher

__all__ = ["FIELD", "OPEN", "FileState", "SealBroken", "body_of", "move", "names_in", "note_sending"]

FIELD = "payment-file"

_FILE = Prepared(select(payment_file).where(payment_file.c.name == bindparam("which")))
_NAMES = Prepared(
    select(payment_file.c.name)
    .where(payment_file.c.state == bindparam("wanted"))
    .order_by(payment_file.c.day, payment_file.c.name)
)
_MOVE = Prepared(
    update(payment_file)
    .where(payment_file.c.name == bindparam("which"), among(payment_file.c.state))
    .values(state=bindparam("after"))
)
_SEND = Prepared(
    update(payment_file)
    .where(payment_file.c.name == bindparam("which"), payment_file.c.state == bindparam("before"))
    .values(state=FileState.SENDING.value, copies=payment_file.c.copies + 1)
)


class SealBroken(Exception):
    """The stored bytes of a file are not those that were sealed; it must not be sent, and someone must look."""


def body_of(connection: Connection, cipher: Cipher, name: str) -> bytes:
    """The sealed bytes. Raises `SealBroken` if a single one has changed, `LookupError` if there is no such file."""
    row = _FILE.row(connection, {"which": name})
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
    return [name for (name,) in _NAMES.rows(connection, {"wanted": state.value})]


def move(connection: Connection, name: str, state: FileState, *, only_from: frozenset[FileState]) -> bool:
    """Note a file's new state if it is in one of `only_from`; whether it was."""
    before = [earlier.value for earlier in only_from]
    moved = _MOVE.run(connection, {"which": name, "any_of": before, "after": state.value})
    chain.note_stored(connection, payment_file, "name", [name])
    return moved == 1


def note_sending(connection: Connection, name: str, before: FileState) -> bool:
    """Note that the bytes of a file are about to go out, once more, if it is in the state `before`; whether it was."""
    going = _SEND.run(connection, {"which": name, "before": before.value})
    chain.note_stored(connection, payment_file, "name", [name])
    return going == 1
