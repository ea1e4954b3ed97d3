"""Encrypts the fields that name or locate a person: one data key per person, wrapped by a master key from a file.

Deleting a person's wrapped key makes every field sealed under it unreadable, also in backups without the key.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.in_words import InWords

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"  # AES-256-GCM, nonce in front; another format gets another byte


class CannotOpen(Exception):
    """A field cannot be opened: wrong key, wrong person, wrong field, or changed bytes. Says nothing of the content."""


class KeyFileUnsafe(InWords):
    """The master key's file can be read by others, or does not hold a key."""


class Cipher:
    """Seals and opens the personal fields of one service. Holds the master key in memory only."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise KeyFileUnsafe(f"a master key has {KEY_BYTES} bytes")
        self._wrapping = AESGCM(_derived(master_key, b"wrap"))
        self._index_key = _derived(master_key, b"blind-index")

    @classmethod
    def from_file(cls, path: Path) -> Cipher:
        """The cipher of the key in a file that only its owner may read; a missing file is made with a new key.

        Raises `KeyFileUnsafe` if others may read the file or if it does not hold a key.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(_read_key(path))
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        return cls(_read_key(path))

    def new_key(self, subject: str) -> bytes:
        """A fresh data key for one person, wrapped; store it, and delete it to shred all that it sealed."""
        return _seal(self._wrapping, AESGCM.generate_key(KEY_BYTES * 8), _about(subject, "data-key"))

    def seal(self, subject: str, field: str, text: str, wrapped_key: bytes) -> bytes:
        """The text sealed for exactly this person and field. Raises `CannotOpen` if the key is not this person's."""
        return _seal(self._data_key(subject, wrapped_key), text.encode(), _about(subject, field))

    def open(self, subject: str, field: str, sealed: bytes, wrapped_key: bytes) -> str:
        """The text again. Raises `CannotOpen` for another person, another field, another key or changed bytes."""
        return _open(self._data_key(subject, wrapped_key), sealed, _about(subject, field)).decode()

    def blind_index(self, field: str, text: str) -> bytes:
        """A keyed MAC by which equal values can be found without opening any; useless without the master key."""
        mac = hmac.HMAC(self._index_key, hashes.SHA256())
        mac.update(_about(field, text))
        return mac.finalize()

    def _data_key(self, subject: str, wrapped_key: bytes) -> AESGCM:
        return AESGCM(_open(self._wrapping, wrapped_key, _about(subject, "data-key")))


def _read_key(path: Path) -> bytes:
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
        raise KeyFileUnsafe("the master key's file must be readable by its owner alone (mode 0600)")
    return path.read_bytes()


def _derived(master_key: bytes, purpose: bytes) -> bytes:
    """One key a purpose, so that the index never shares a key with the encryption."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"tideover|" + purpose).derive(master_key)


def _about(subject: str, field: str) -> bytes:
    """What a sealed value is bound to: `subject|field`, with the length in front so that no two pairs read alike."""
    return f"{len(subject)}|{subject}|{field}".encode()


def _seal(key: AESGCM, content: bytes, about: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + key.encrypt(nonce, content, about)


def _open(key: AESGCM, sealed: bytes, about: bytes) -> bytes:
    if sealed[:1] != FORMAT:
        raise CannotOpen("this was not sealed in a known format")
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return key.decrypt(nonce, content, about)
    except (InvalidTag, ValueError):
        raise CannotOpen("the key, the person, the field or the bytes do not fit together") from None
