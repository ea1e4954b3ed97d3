"""Master keys: each wraps the data keys of one service, and lies in a file that its owner alone may read.

While a key is exchanged there are two: `payments.key` seals, and every file beside it whose name begins with
`payments.key.` opens what was wrapped under it. The steps stand in deploy/ROTATION.md.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.in_words import InWords
from services.runtime.privacy.sealing import KEY_BYTES, about, opened, seal
from services.runtime.process.file_faults import why_unreadable
from services.runtime.process.private_files import private_folder

_DATA_KEY = "data-key"


class KeyFileUnsafe(InWords):
    """The master key's file can be read by others, or does not hold a key."""


class MasterKey:
    """Wraps data keys and unwraps them. `name` tells it from others and does not tell it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyFileUnsafe(f"A master key has {KEY_BYTES} bytes.")
        self._wrapping = AESGCM(_derived(key, b"wrap"))
        self.name = _derived(key, b"name")[:8].hex()

    def wrap(self, owner: str, data_key: bytes) -> bytes:
        """A data key, sealed for its owner."""
        return seal(self._wrapping, data_key, about(owner, _DATA_KEY))

    def unwrap(self, owner: str, wrapped: bytes) -> bytes:
        """The data key again. Raises `CannotOpen`."""
        return opened(self._wrapping, wrapped, about(owner, _DATA_KEY))


def read_key(path: Path) -> bytes:
    """The key in a file. Raises `KeyFileUnsafe` if others may read it or it does not hold a key."""
    if why := why_unreadable(path):
        raise KeyFileUnsafe(f"The master key's file {path} {why}.")
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
        raise KeyFileUnsafe(f"The master key's file {path} must be readable by its owner alone (mode 0600).")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyFileUnsafe(f"The master key's file {path} holds {len(key)} bytes; a key has {KEY_BYTES}.")
    return key


def read_or_make(path: Path) -> bytes:
    """The key in a file; a missing file is made with a new one. Raises `KeyFileUnsafe`."""
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_key(path)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return read_key(path)


def files_beside(path: Path) -> list[Path]:
    """The files of the keys that only open, while the key in `path` is exchanged."""
    return sorted(path.parent.glob(f"{path.name}.*"))


def _derived(key: bytes, purpose: bytes) -> bytes:
    """One key a purpose, so that its name never shares bytes with the encryption."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"tideover|" + purpose).derive(key)
