"""Where a file's statements go: to a topic, into a laptop's world, or sealed into payments' books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import typer

from contracts.base import Envelope
from services.claims.edge import EmployersWords, StatedWords
from services.operations.stack import opened_stack
from services.payments.edge import register_accounts_of_file
from services.registry_kit.facts import PersonsAccount
from services.registry_kit.publishing import publishing_to
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, cipher_of, laptop_in, payments_cipher

KeepWords = Callable[[list[tuple[str, str, str]]], object]
TakeWords = Callable[[], list[tuple[str, str, str]]]
"""Person, key and text of the words that go with the envelopes, and are sealed before these."""


@contextmanager
def into_laptop(
    folder: Path, settings: Settings, words: TakeWords | None = None
) -> Iterator[Callable[[list[Envelope]], object]]:
    """A way to bring envelopes into the world in a folder, which is made if there is none.

    At the end everything that follows from them has happened.
    """
    laptop = laptop_in(folder, settings)
    try:
        keep = _keeping(laptop.databases["claims"], cipher_in(folder, "claims")) if words else None
        yield _words_first(laptop.publish, words, keep)
        laptop.run_until_quiet()
    finally:
        laptop.close()


@contextmanager
def into_topic(
    topic: str, settings: Settings, words: TakeWords | None = None
) -> Iterator[Callable[[list[Envelope]], object]]:
    """A way to bring envelopes to a topic, and the words that go with them into the stack's vault.

    Raises `WrongSetting` if there are words and no database or key for them.
    """
    with ExitStack() as closing:
        keep = None
        if words is not None:
            if not settings.database_url:
                raise WrongSetting("Employers' words go into the vault: set TIDEOVER_DATABASE_URL, or name a --folder.")
            cipher = cipher_of(settings, "claims")
            stack = closing.enter_context(opened_stack(settings, ["claims"], acting=False))
            keep = _keeping(stack.databases["claims"], cipher)
        yield _words_first(closing.enter_context(publishing_to(topic, settings)), words, keep)


def _words_first(
    publish: Callable[[list[Envelope]], object], words: TakeWords | None, keep: KeepWords | None
) -> Callable[[list[Envelope]], object]:
    """Publishes envelopes once the words whose keys they carry are sealed."""
    if words is None or keep is None:
        return publish

    def sealing_first(envelopes: list[Envelope]) -> object:
        keep(words())
        return publish(envelopes)

    return sealing_first


def _keeping(claims: Database, cipher: Cipher) -> KeepWords:
    kept = EmployersWords(cipher)

    def keep(words: list[tuple[str, str, str]]) -> None:
        with claims.begin() as connection:
            kept.put(connection, (StatedWords(*stated) for stated in words))

    return keep


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
        stated = ((account.person, account.account) for account in accounts)
        with payments.begin() as connection:
            left_out = register_accounts_of_file(connection, cipher, stated)
        if left_out:
            typer.echo(f"Accounts of people who were erased, left out: {left_out}.", err=True)

    return register
