"""Turns identity numbers into pseudonyms, which say nothing without the institution's key."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from services.runtime.privacy.identifiers import NoIdentifier, normalised
from services.runtime.process.setting_files import bytes_of_setting
from services.runtime.process.settings import PREFIX, WrongSetting

KEY_BYTES = 32
HEX_DIGITS = 32
OTHER_THAN_PERSONS = "\0other\0"
"""In front of what is hidden and no person's number; no identity number holds it."""
FORM = rf"p-[0-9a-f]{{{HEX_DIGITS}}}"
"""What a pseudonym looks like, as a pattern."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of identity numbers, and the one of employers' names and numbers; an empty one hides nothing."""

    persons: bytes = field(default=b"", repr=False)
    employers: bytes = field(default=b"", repr=False)

    def of(self, whom: str) -> bytes:
        """The key of `persons`, or of `employers`."""
        return self.employers if whom == "employers" else self.persons

    def __post_init__(self) -> None:
        """Raises `WrongSetting` if the two are one: who may know employers could then look up people."""
        if self.persons and self.persons == self.employers:
            raise WrongSetting(f"{PREFIX}EMPLOYER_KEY and {PREFIX}PSEUDONYM_KEY hold the same key; make one for each.")


def key_in(path: Path | None) -> bytes:
    """The key in the file of TIDEOVER_PSEUDONYM_KEY.

    It is never made on the way: another key would make another person of everybody. Raises `WrongSetting` if there is
    no such file or it cannot be read, if others may read it, or if it is too short.
    """
    return _key_of("PSEUDONYM_KEY", path, "the file of the key that makes pseudonyms")


def employer_key_in(path: Path | None) -> bytes:
    """The key in the file of TIDEOVER_EMPLOYER_KEY, under which employers are hidden. Raises as `key_in`."""
    return _key_of("EMPLOYER_KEY", path, "the file of the key that hides employers")


def _key_of(name: str, path: Path | None, meaning: str) -> bytes:
    key = bytes_of_setting(name, path, meaning)
    names = f"{PREFIX}{name} names {path}, which"
    if path is not None and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongSetting(f"{names} must be readable by its owner alone (mode 0600).")
    if len(key) < KEY_BYTES:
        raise WrongSetting(f"{names} holds {len(key)} bytes; a key has at least {KEY_BYTES}.")
    return key


def new_key_file(path: Path) -> None:
    """Make the key, once in the life of an institution. Raises `FileExistsError` rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(KEY_BYTES))


def pseudonym_of(identifier: str, key: bytes) -> str:
    """`p-` and 32 hexadecimal digits: HMAC-SHA-256 of an identity number, as `IdentifierForm.read` gives it.

    Scripts of digits, capitals and blanks around it make no difference, every other sign does. Raises `NoIdentifier`
    (a `ValueError`) for what holds no letter and no digit, or was spoiled on its way.
    """
    as_meant = normalised(identifier)
    if not any(sign.isalnum() for sign in as_meant):
        raise NoIdentifier("an identity number has letters or digits")
    return f"p-{_mac(as_meant, key)}"


def hidden(text: str, key: bytes) -> str:
    """`m-` and 32 hexadecimal digits for another identifier that must not be read, such as an employer's name.

    The same text gives the same in every field and file; it never equals the pseudonym of a person. Raises as
    `pseudonym_of`.
    """
    as_meant = normalised(text)
    if not any(sign.isalnum() for sign in as_meant):
        raise NoIdentifier("an identifier has letters or digits")
    return f"m-{_mac(f'{OTHER_THAN_PERSONS}{as_meant}', key)}"


def _mac(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:HEX_DIGITS]
