"""Encrypts the fields that name or locate a person: a data key for each sealing, wrapped by a master key from a file.

The wrapped keys lie apart from what they seal (`key_store`); what is sealed names its key. Destroying a person's keys
makes everything that they sealed unreadable, in every copy there ever was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.runtime.privacy.key_store import DataKey, KeyStore
from services.runtime.privacy.master_keys import KeyFileUnsafe, MasterKey, files_beside, read_key, read_or_make
from services.runtime.privacy.sealing import KEY_BYTES, CannotOpen, about, opened, seal

__all__ = ["KEY_BYTES", "WITHOUT_KEY_ID", "CannotOpen", "Cipher", "KeyDestroyed", "KeyFileUnsafe", "KeyMissing"]

FORMAT = b"\x02"  # the key's id, nonce, AES-256-GCM; another format gets another byte
WITHOUT_KEY_ID = b"\x01"
"""The format of what was sealed while wrapped keys lay beside it: nonce and AES-256-GCM."""


class KeyDestroyed(CannotOpen):
    """The key under which a field was sealed was destroyed: its owner is on the list of those who were erased."""


class KeyMissing(CannotOpen):
    """The key is not in the store, and nobody destroyed it: the store is another one, or an older copy."""


class Cipher:
    """Seals and opens the personal fields of one service. Holds master keys in memory only.

    `master` names the master key that seals, without telling it: a key in the store says under which one it is wrapped.
    Those of `others` only open what they wrapped.
    """

    def __init__(self, master_key: bytes, keys: KeyStore, others: Sequence[bytes] = ()) -> None:
        self._sealing = MasterKey(master_key)
        self._masters = {master.name: master for master in (self._sealing, *map(MasterKey, others))}
        self._keys = keys
        self.master = self._sealing.name

    @classmethod
    def from_file(cls, path: Path, keys: KeyStore) -> Cipher:
        """The cipher of the key in a file that only its owner may read; a missing file is made with a new key.

        The keys in the files beside it open what they wrapped. Raises `KeyFileUnsafe` if others may read one of the
        files or if it does not hold a key.
        """
        return cls(read_or_make(path), keys, [read_key(other) for other in files_beside(path)])

    def seal(self, texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, bytes]]:
        """By owner (a person, or a file or message by its name) and field: the texts, sealed for exactly these.

        Each owner gets a fresh key, which is in the store before this returns.
        """
        if not texts:  # a gateway that looks into an empty mailbox seals nothing, and the store would be opened for it
            return {}
        plain = {owner: AESGCM.generate_key(KEY_BYTES * 8) for owner in texts}
        keys = {owner: self._wrapped(uuid4(), owner, key) for owner, key in plain.items()}
        self._keys.keep(list(keys.values()))
        return {
            owner: {
                field: FORMAT + keys[owner].id.bytes + seal(AESGCM(plain[owner]), text.encode(), about(owner, field))
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
        return self._first_that_opens(candidates, about(owner, field), sealed)

    def _first_that_opens(self, keys: Sequence[DataKey], bound_to: bytes, sealed: bytes) -> str:
        for key in keys:
            with suppress(CannotOpen):
                return opened(AESGCM(self._unwrapped(key)), sealed, bound_to).decode()
        raise CannotOpen("the key, the owner, the field or the bytes do not fit together")

    def _unwrapped(self, key: DataKey) -> bytes:
        """A data key, by the master key that it names, or by any if it is from before they had names."""
        masters = self._masters.values() if not key.master else filter(None, [self._masters.get(key.master)])
        for master in masters:
            with suppress(CannotOpen):
                return master.unwrap(key.owner, key.wrapped)
        raise CannotOpen("the data key was wrapped under another master key, or its bytes were changed")

    def rewrap(self) -> int:
        """Wrap every data key that another master key of these has wrapped under the one that seals; how many.

        What they seal stays as it is, in every table and copy. Safe to repeat, and to do while others seal.
        """
        before = sorted(name for name in ("", *self._masters) if name != self.master)
        return sum(map(self._rewrapped, self._keys.under(before)))

    def _rewrapped(self, keys: Sequence[DataKey]) -> int:
        anew: list[tuple[DataKey, DataKey]] = []
        for key in keys:
            with suppress(CannotOpen):  # from before keys were named, and another service's
                anew.append((key, self._wrapped(key.id, key.owner, self._unwrapped(key))))
        return self._keys.exchange(anew)

    def _wrapped(self, id_: UUID, owner: str, key: bytes) -> DataKey:
        return DataKey(id_, owner, self.master, self._sealing.wrap(owner, key))
