"""Personal fields: sealed per person and field, found by equality without opening, shredded with their key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.privacy.cipher import KEY_BYTES, CannotOpen, Cipher, KeyFileUnsafe

CIPHER = Cipher(bytes(range(KEY_BYTES)))
ANNS_KEY = CIPHER.new_key("ann")


@given(text=st.text(), field=st.text(), subject=st.text())
def test_what_was_sealed_can_be_opened_again(subject: str, field: str, text: str) -> None:
    key = CIPHER.new_key(subject)
    assert CIPHER.open(subject, field, CIPHER.seal(subject, field, text, key), key) == text


def test_the_sealed_bytes_do_not_show_the_text_and_differ_each_time() -> None:
    first, again = (CIPHER.seal("ann", "account", "US-123", ANNS_KEY) for _ in range(2))
    assert b"US-123" not in first
    assert first != again


def test_a_sealed_field_cannot_be_moved_to_another_person_or_field() -> None:
    sealed = CIPHER.seal("ann", "account", "US-123", ANNS_KEY)
    with pytest.raises(CannotOpen):
        CIPHER.open("bob", "account", sealed, CIPHER.new_key("bob"))
    with pytest.raises(CannotOpen):
        CIPHER.open("bob", "account", sealed, ANNS_KEY)
    with pytest.raises(CannotOpen):
        CIPHER.open("ann", "name", sealed, ANNS_KEY)


def test_a_single_changed_byte_is_noticed() -> None:
    sealed = CIPHER.seal("ann", "account", "US-123", ANNS_KEY)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            CIPHER.open("ann", "account", bytes(changed), ANNS_KEY)


def test_without_its_wrapped_key_a_field_is_shredded() -> None:
    sealed = CIPHER.seal("ann", "account", "US-123", ANNS_KEY)
    with pytest.raises(CannotOpen):
        CIPHER.open("ann", "account", sealed, CIPHER.new_key("ann"))
    with pytest.raises(CannotOpen):
        CIPHER.open("ann", "account", sealed, b"")


def test_equal_values_have_equal_blind_indexes_and_others_do_not() -> None:
    assert CIPHER.blind_index("account", "US-123") == CIPHER.blind_index("account", "US-123")
    assert CIPHER.blind_index("account", "US-123") != CIPHER.blind_index("account", "US-124")
    assert CIPHER.blind_index("account", "US-123") != CIPHER.blind_index("name", "US-123")
    assert CIPHER.blind_index("account", "US-123") != Cipher(bytes(KEY_BYTES)).blind_index("account", "US-123")


class TestTheKeyFile:
    def test_is_made_for_its_owner_alone_and_found_again(self, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "master.key"
        key = Cipher.from_file(path).new_key("ann")
        assert path.stat().st_mode & 0o777 == 0o600
        assert Cipher.from_file(path).open("ann", "x", Cipher.from_file(path).seal("ann", "x", "y", key), key) == "y"

    def test_is_refused_when_others_may_read_it(self, tmp_path: Path) -> None:
        path = tmp_path / "master.key"
        Cipher.from_file(path)
        path.chmod(0o640)
        with pytest.raises(KeyFileUnsafe):
            Cipher.from_file(path)

    def test_is_refused_when_it_holds_no_whole_key(self, tmp_path: Path) -> None:
        path = tmp_path / "master.key"
        path.touch(mode=0o600)
        path.write_bytes(b"short")
        with pytest.raises(KeyFileUnsafe):
            Cipher.from_file(path)
