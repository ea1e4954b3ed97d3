"""Encrypts the fields that name or locate a person: a data key for each sealing, wrapped by a master key from a file.

The wrapped keys lie apart from what they seal (`key_store`); what is sealed names its key. Destroying a person's keys
makes everything that they sealed unreadable, in every copy there ever was.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.in_words import InWords
from services.runtime.privacy.key_store import DataKey, KeyStore
from services.runtime.process.file_faults import why_unreadable
from services.runtime.process.private_files import private_folder

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x02"  # the key's id, nonce, AES-256-GCM; another format gets another byte
WITHOUT_KEY_ID = b"\x01"
"""The format of what was sealed while wrapped keys lay beside it: nonce and AES-256-GCM."""


class CannotOpen(Exception):
    """A field cannot be opened: wrong key, wrong person, wrong field, or changed bytes. Says nothing of the content."""


class KeyDestroyed(CannotOpen):
    """The key under which a field was sealed was destroyed: its owner is on the list of those who were erased."""


class KeyMissing(CannotOpen):
    """The key is not in the store, and nobody destroyed it: the store is another one, or an older copy."""


class KeyFileUnsafe(InWords):
    """The master key's file can be read by others, or does not hold a key."""


class Cipher:
    """Seals and opens the personal fields of one service. Holds the master key in memory only.

    `master` names the master key without telling it: a key in the store says under which one it is wrapped.
    """

    def __init__(self, master_key: bytes, keys: KeyStore) -> None:
        if len(master_key) != KEY_BYTES:
            raise KeyFileUnsafe(f"A master key has {KEY_BYTES} bytes.")
        self._wrapping = AESGCM(_derived(master_key, b"wrap"))
        self._keys = keys
        self.master = _derived(master_key, b"name")[:8].hex()

    @classmethod
    def from_file(cls, path: Path, keys: KeyStore) -> Cipher:
        """The cipher of the key in a file that only its owner may read; a missing file is made with a new key.

        Raises `KeyFileUnsafe` if others may read the file or if it does not hold a key.
        """
        private_folder(path.parent)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(_read_key(path), keys)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        return cls(_read_key(path), keys)

    def seal(self, texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, bytes]]:
        """By owner (a person, or a file or message by its name) and field: the texts, sealed for exactly these.

        Each owner gets a fresh key, which is in the store before this returns.
        """
        if not texts:  # a gateway that looks into an empty mailbox seals nothing, and the store would be opened for it
            return {}
        opened = {owner: AESGCM.generate_key(KEY_BYTES * 8) for owner in texts}
        keys = {owner: self._wrapped(owner, key) for owner, key in opened.items()}
        self._keys.keep(list(keys.values()))
        return {
            owner: {
                field: FORMAT + keys[owner].id.bytes + _seal(AESGCM(opened[owner]), text.encode(), _about(owner, field))
                for field, text in fields.items()
            }
            for owner, fields in texts.items()
        }

    def erased(self, owners: Collection[str]) -> set[str]:
        """Those of these owners who were erased, and for whom nothing was sealed since."""
        return self._keys.erased(owners)

    def open(self, owner: str, field: str, sealed: bytes) -> str:
        """The text again.

        Raises `KeyDestroyed` if its key was destroyed, `KeyMissing` if the store has none, and `CannotOpen` for another
        owner, another field, another master key or changed bytes.
        """
        text = self.open_each(field, {owner: sealed})[owner]
        if isinstance(text, CannotOpen):
            raise text
        return text

    def open_each(self, field: str, sealed: Mapping[str, bytes]) -> dict[str, str | CannotOpen]:
        """By owner, the text, or why it cannot be opened, as `open` says it."""
        ids = {owner: UUID(bytes=content[1:17]) for owner, content in sealed.items() if content[:1] == FORMAT}
        keys = self._keys.find(ids.values())
        texts: dict[str, str | CannotOpen] = {}
        for owner, content in sealed.items():
            key = keys.get(ids[owner]) if owner in ids else None
            try:
                texts[owner] = self._opened(owner, field, content, key)
            except CannotOpen as fault:
                texts[owner] = fault
        missing = [owner for owner, text in texts.items() if isinstance(text, KeyMissing)]
        return texts | self._destroyed(missing) if missing else texts

    def _destroyed(self, owners: Sequence[str]) -> dict[str, KeyDestroyed]:
        """Those of these owners whose keys were destroyed in somebody's name."""
        return {
            owner: KeyDestroyed("the key under which this was sealed was destroyed")
            for owner in self._keys.destroyed_of(owners)
        }

    def _opened(self, owner: str, field: str, content: bytes, key: DataKey | None) -> str:
        """Opens with the key that the content names; without a name, with one of the owner's of before keys had any."""
        if content[:1] == FORMAT:
            candidates, sealed = [] if key is None else [key], content[17:]
        elif content[:1] == WITHOUT_KEY_ID:
            candidates, sealed = [key for key in self._keys.of(owner) if not key.master], content[1:]
        else:
            raise CannotOpen("this was not sealed in a known format")
        if not candidates:
            raise KeyMissing("the key under which this was sealed is not in the store")
        return self._first_that_opens(candidates, owner, _about(owner, field), sealed)

    def _first_that_opens(self, keys: Sequence[DataKey], owner: str, about: bytes, sealed: bytes) -> str:
        for key in keys:
            with suppress(CannotOpen):
                return _open(
                    AESGCM(_open(self._wrapping, key.wrapped, _about(owner, "data-key"))), sealed, about
                ).decode()
        raise CannotOpen("the key, the owner, the field or the bytes do not fit together")

    def _wrapped(self, owner: str, key: bytes) -> DataKey:
        return DataKey(uuid4(), owner, self.master, _seal(self._wrapping, key, _about(owner, "data-key")))


def _read_key(path: Path) -> bytes:
    if why := why_unreadable(path):
        raise KeyFileUnsafe(f"The master key's file {path} {why}.")
    status = path.stat()
    if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
        raise KeyFileUnsafe(f"The master key's file {path} must be readable by its owner alone (mode 0600).")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyFileUnsafe(f"The master key's file {path} holds {len(key)} bytes; a key has {KEY_BYTES}.")
    return key


def _derived(master_key: bytes, purpose: bytes) -> bytes:
    """One key a purpose, so that its name never shares bytes with the encryption."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"tideover|" + purpose).derive(master_key)


def _about(subject: str, field: str) -> bytes:
    """What a sealed value is bound to: `subject|field`, with the length in front so that no two pairs read alike."""
    return f"{len(subject)}|{subject}|{field}".encode()


def _seal(key: AESGCM, content: bytes, about: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, content, about)


def _open(key: AESGCM, sealed: bytes, about: bytes) -> bytes:
    nonce, content = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return key.decrypt(nonce, content, about)
    except (InvalidTag, ValueError):
        raise CannotOpen("the key, the owner, the field or the bytes do not fit together") from None
