"""Where a file's statements go: to a topic, into a laptop's world, or sealed into payments' books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.base import Envelope
from services.operations.stack import opened_stack
from services.payments.edge import register_accounts
from services.registry_kit.facts import PersonsAccount
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, laptop_in, payments_cipher


@contextmanager
def into_laptop(folder: Path, settings: Settings) -> Iterator[Callable[[list[Envelope]], object]]:
    """A way to bring envelopes into the world in a folder, which is made if there is none.

    At the end everything that follows from them has happened.
    """
    laptop = laptop_in(folder, settings)
    try:
        yield laptop.publish
        laptop.run_until_quiet()
    finally:
        laptop.close()


@contextmanager
def into_payments(folder: Path | None, settings: Settings) -> Iterator[Callable[[list[PersonsAccount]], object]]:
    """A way to bring accounts into payments' books, sealed: a laptop's in a folder, or else the stack's.

    Raises `WrongSetting` if neither is named.
    """
    if folder is not None:
        laptop: Laptop = laptop_in(folder, settings)
        try:
            yield _registering(laptop.databases["payments"], cipher_in(folder, "payments"))
        finally:
            laptop.close()
        return
    if not settings.database_url:
        raise WrongSetting("Bank details go into payments' books: set TIDEOVER_DATABASE_URL, or name a --folder.")
    with opened_stack(settings, ["payments"], acting=True) as stack:
        yield _registering(stack.databases["payments"], payments_cipher(settings))


def _registering(payments: Database, cipher: Cipher) -> Callable[[list[PersonsAccount]], object]:
    def register(accounts: list[PersonsAccount]) -> None:
        with payments.begin() as connection:
            register_accounts(connection, cipher, ((stated.person, stated.account) for stated in accounts))

    return register
