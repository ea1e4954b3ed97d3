"""All services together, on a laptop or on the stack; beside `names.py` the only file that knows every service."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from contracts.in_words import as_sentence
from law.catalogue import load_scheme
from law.language.sheet.scheme import Scheme
from services.almp_referral.handlers import make_service as make_almp_referral
from services.claims.handlers import Procedure, intervals_of, standard_procedure
from services.claims.handlers import make_service as make_claims
from services.eligibility.handlers import make_service as make_eligibility
from services.names import KEYED, ONLY_LISTENING
from services.oversight.handlers import make_service as make_oversight
from services.payments.handlers import make_service as make_payments
from services.runtime.database.refusals import refusal_in
from services.runtime.laptop.laptop import Laptop
from services.runtime.laptop.listener_process import Listening
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.setting_files import folder_of_setting
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.service import Service

SERVED = tuple(Settings().schemes.split(","))
"""The schemes that are served unless others are set; law that nobody has compared with its text is marked."""


def served_schemes(names: Sequence[str] = SERVED) -> dict[str, Scheme]:
    """The schemes by name, unverified values accepted."""
    return {name: load_scheme(name, accept_unverified=True) for name in names}


def schemes_of(settings: Settings) -> dict[str, Scheme]:
    """The schemes that are set. Raises `WrongSetting` for one that there is not."""
    try:
        return served_schemes([name.strip() for name in settings.schemes.split(",")])
    except LookupError as fault:
        raise WrongSetting(as_sentence(f"TIDEOVER_SCHEMES is wrong: {fault}")) from None


def all_services(
    schemes: dict[str, Scheme],
    *,
    partitions: int,
    bank_cipher: Cipher | None,
    procedure: Procedure | None = None,
    deductions: Path | None = None,
) -> list[Service[Any]]:
    """Every service, in the order in which a laptop lets them read: who decides before who acts on it.

    Without `bank_cipher`, payments seals no file: for those who only look at it, or at another service. `procedure` is
    that of claims, and `deductions` a file with terms of deduction, where they are not those that come with Tideover.
    """
    return [
        make_eligibility(schemes, (procedure or standard_procedure()).rhythms),
        make_claims(
            schemes=schemes.keys(),
            procedure=procedure,
            partitions=partitions,
            intervals=intervals_of(schemes.values()),
        ),
        make_payments(partitions=partitions, cipher=bank_cipher, deductions=deductions),
        make_almp_referral(),
        make_oversight(partitions=partitions),
    ]


def real_services(settings: Settings, *, bank_cipher: Cipher | None = None) -> dict[str, Service[Any]]:
    """Every service by name; without `bank_cipher` nothing of payments' seals or opens."""
    services = all_services(schemes_of(settings), partitions=settings.partitions, bank_cipher=bank_cipher)
    for service in services:
        service.simulation = settings.simulation
    return {service.name: service for service in services}


def payments_cipher(settings: Settings) -> Cipher:
    """The cipher of accounts and payment files, for payments and the gateway alone.

    Raises `WrongSetting` if there is no key yet: a new one could not open what others have sealed.
    """
    return cipher_of(settings, KEYED)


def cipher_of(settings: Settings, service: str) -> Cipher:
    """The cipher of a service of the stack that keeps personal data.

    Raises `WrongSetting` if there is no key yet: a new one could not open what others have sealed.
    """
    key = keys_folder(settings) / f"{service}.key"
    if not key.exists():
        raise WrongSetting(
            f"TIDEOVER_KEYS names {key.parent}, in which there is no {key.name}; python -m deploy.secrets makes it."
        )
    return Cipher.from_file(key, key_store(settings))


def keys_folder(settings: Settings) -> Path:
    """The folder of the master keys. Raises `WrongSetting` if none is named, or it is not there."""
    return folder_of_setting("KEYS", settings.keys, "the folder of the keys under which personal data lie")


def key_store(settings: Settings) -> KeyStore:
    """The data keys of the stack. Raises `WrongSetting` if they cannot be had, or their schema is another program's."""
    url = settings.keys_url or settings.database_url_of(KEYED)
    if not url:
        raise WrongSetting("Neither TIDEOVER_KEYS_URL nor TIDEOVER_DATABASE_URL is set: one says where data keys lie.")
    store = KeyStore.on_postgresql(url)
    try:
        fault = store.fault()
    except DBAPIError as error:
        fault = refusal_in(error, url) or f"The database of the keys does not answer ({type(error.orig).__name__})."
    if fault:
        raise WrongSetting(fault)
    return store


def keys_in(folder: Path) -> KeyStore:
    """The data keys of a laptop, apart from its databases."""
    return KeyStore.on_sqlite(folder / "keys" / "data-keys.db")


def cipher_in(folder: Path, service: str) -> Cipher:
    """The cipher of a service that keeps personal data; its master key lies in the folder, for its owner alone."""
    return Cipher.from_file(folder / "keys" / f"{service}.key", keys_in(folder))


def laptop_in(folder: Path, settings: Settings | None = None) -> Laptop:
    """The whole engine on SQLite in one folder."""
    settings = settings or Settings()
    partitions = settings.partitions
    services = all_services(schemes_of(settings), partitions=partitions, bank_cipher=cipher_in(folder, "payments"))
    return Laptop(folder, services, partitions=partitions)


def listening_beside(laptop: Laptop) -> Listening:
    """The services that only listen, in a second process on the laptop's folder."""
    settings = Settings(partitions=laptop.partitions)
    return Listening(partial(laptop_in, laptop.folder, settings), ONLY_LISTENING)
