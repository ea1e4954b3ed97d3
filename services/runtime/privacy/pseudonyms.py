"""Turns identity numbers into pseudonyms, which say nothing without the institution's key."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import unicodedata
from pathlib import Path

from services.runtime.process.settings import WrongSetting

KEY_BYTES = 32
HEX_DIGITS = 32
FORM = rf"p-[0-9a-f]{{{HEX_DIGITS}}}"
"""What a pseudonym looks like, as a pattern."""


def key_in(path: Path | None) -> bytes:
    """The key in the file of TIDEOVER_PSEUDONYM_KEY.

    It is never made on the way: another key would make another person of everybody. Raises `WrongSetting` if there is
    no such file, if others may read it, or if it is too short.
    """
    if path is None or not path.is_file():
        raise WrongSetting("TIDEOVER_PSEUDONYM_KEY must name the file of the key that makes pseudonyms.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongSetting("The file of TIDEOVER_PSEUDONYM_KEY must be readable by its owner alone (mode 0600).")
    key = path.read_bytes()
    if len(key) < KEY_BYTES:
        raise WrongSetting(f"The file of TIDEOVER_PSEUDONYM_KEY must hold at least {KEY_BYTES} bytes.")
    return key


def new_key_file(path: Path) -> None:
    """Make the key, once in the life of an institution. Raises `FileExistsError` rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(KEY_BYTES))


def pseudonym_of(national_id: str, key: bytes) -> str:
    """`p-` and 32 hexadecimal digits: HMAC-SHA-256 of the number as it is meant, however it is written.

    Only letters, as capitals, and digits count. Raises `ValueError` if there are none.
    """
    as_meant = "".join(letter for letter in unicodedata.normalize("NFKC", national_id).upper() if letter.isalnum())
    if not as_meant:
        raise ValueError("an identity number has letters or digits")
    return f"p-{hmac.new(key, as_meant.encode(), hashlib.sha256).hexdigest()[:HEX_DIGITS]}"
