"""Personal fields: sealed per person and field, and opened by nobody once the keys are destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.privacy.cipher import (
    KEY_BYTES,
    WITHOUT_KEY_ID,
    CannotOpen,
    Cipher,
    KeyDestroyed,
    KeyFileUnsafe,
    KeyMissing,
)
from services.runtime.privacy.key_store import DataKey, KeyStore

BY_REQUEST = {"officer": "N. N.", "because": "Asked to be forgotten."}


@pytest.fixture
def keys() -> KeyStore:
    return KeyStore.in_memory()


@pytest.fixture
def cipher(keys: KeyStore) -> Cipher:
    return Cipher(bytes(range(KEY_BYTES)), keys)


def sealed(cipher: Cipher, text: str = "US-123") -> bytes:
    """Ann's account."""
    return cipher.seal({"ann": {"account": text}})["ann"]["account"]


@given(text=st.text(), field=st.text(), owner=st.text(max_size=64))
def test_what_was_sealed_can_be_opened_again(owner: str, field: str, text: str) -> None:
    cipher = Cipher(bytes(KEY_BYTES), KeyStore.in_memory())
    assert cipher.open(owner, field, cipher.seal({owner: {field: text}})[owner][field]) == text


def test_the_sealed_bytes_do_not_show_the_text_and_differ_each_time(cipher: Cipher) -> None:
    first, again = sealed(cipher), sealed(cipher)
    assert b"US-123" not in first
    assert first != again
    assert cipher.open("ann", "account", first) == cipher.open("ann", "account", again)


def test_a_sealed_field_cannot_be_moved_to_another_person_or_field(cipher: Cipher) -> None:
    content = sealed(cipher)
    with pytest.raises(CannotOpen):
        cipher.open("bob", "account", content)
    with pytest.raises(CannotOpen):
        cipher.open("ann", "name", content)


def test_a_single_changed_byte_is_noticed(cipher: Cipher) -> None:
    content = sealed(cipher)
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            cipher.open("ann", "account", bytes(changed))


def test_once_a_persons_keys_are_destroyed_nothing_of_theirs_opens_and_all_of_others_does(
    cipher: Cipher, keys: KeyStore
) -> None:
    copies = [sealed(cipher), sealed(cipher, "US-124")]
    bobs = cipher.seal({"bob": {"account": "US-9"}})["bob"]["account"]
    assert keys.destroy("ann", **BY_REQUEST) == len(copies)
    for copy in copies:
        with pytest.raises(KeyDestroyed):
            cipher.open("ann", "account", copy)
    texts = cipher.open_each("account", {"ann": copies[0], "bob": bobs, "eve": bobs})
    assert texts["bob"] == "US-9"
    assert isinstance(texts["ann"], KeyDestroyed)
    assert type(texts["eve"]) is CannotOpen, "one that does not open leaves the others alone"


def test_a_key_that_is_in_no_store_is_missing_and_nobody_counts_as_erased(cipher: Cipher) -> None:
    content = sealed(cipher)
    elsewhere = Cipher(bytes(KEY_BYTES), KeyStore.in_memory())
    with pytest.raises(KeyMissing):
        elsewhere.open("ann", "account", content)


def test_older_keys_that_were_restored_are_destroyed_again_by_the_list(cipher: Cipher, keys: KeyStore) -> None:
    content = sealed(cipher)
    older = keys.of("ann")
    keys.destroy("ann", **BY_REQUEST)
    keys.keep(older)
    assert cipher.open("ann", "account", content) == "US-123"
    assert keys.destroy_again() == 1
    with pytest.raises(KeyDestroyed):
        cipher.open("ann", "account", content)


def test_a_key_says_under_which_master_key_it_is_wrapped_and_another_opens_nothing(
    cipher: Cipher, keys: KeyStore
) -> None:
    content = sealed(cipher)
    assert [key.master for key in keys.of("ann")] == [cipher.master]
    other = Cipher(bytes(KEY_BYTES), keys)
    assert other.master != cipher.master
    with pytest.raises(CannotOpen):
        other.open("ann", "account", content)


def test_what_was_sealed_before_keys_had_names_opens_with_the_owners_key_of_that_time(
    cipher: Cipher, keys: KeyStore
) -> None:
    content = sealed(cipher)
    (key,) = keys.of("ann")
    keys.destroy("ann", **BY_REQUEST)
    keys.keep([DataKey(key.id, key.owner, "", key.wrapped)])
    before = WITHOUT_KEY_ID + content[1 + len(key.id.bytes) :]
    assert cipher.open("ann", "account", before) == "US-123"
    keys.destroy("ann", **BY_REQUEST)
    with pytest.raises(KeyDestroyed):
        cipher.open("ann", "account", before)


def test_a_destroyed_key_leaves_no_byte_in_the_file_which_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "data-keys.db"
    keys = KeyStore.on_sqlite(file)
    sealed(Cipher(bytes(KEY_BYTES), keys))
    (key,) = keys.of("ann")
    assert key.wrapped in file.read_bytes(), "the check must be able to bite"
    keys.destroy("ann", **BY_REQUEST)
    assert not [path for path in file.parent.iterdir() if key.wrapped in path.read_bytes()]
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


class TestTheKeyFile:
    def test_is_made_for_its_owner_alone_and_found_again(self, tmp_path: Path, keys: KeyStore) -> None:
        path = tmp_path / "keys" / "master.key"
        content = sealed(Cipher.from_file(path, keys))
        assert path.stat().st_mode & 0o777 == 0o600
        assert Cipher.from_file(path, keys).open("ann", "account", content) == "US-123"

    def test_is_refused_when_others_may_read_it(self, tmp_path: Path, keys: KeyStore) -> None:
        path = tmp_path / "master.key"
        Cipher.from_file(path, keys)
        path.chmod(0o640)
        with pytest.raises(KeyFileUnsafe):
            Cipher.from_file(path, keys)

    def test_is_refused_when_it_holds_no_whole_key(self, tmp_path: Path, keys: KeyStore) -> None:
        path = tmp_path / "master.key"
        path.touch(mode=0o600)
        path.write_bytes(b"short")
        with pytest.raises(KeyFileUnsafe):
            Cipher.from_file(path, keys)
