"""A wrong setting is told in one sentence that names the setting, and the file that it names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from services.commands.faults import ends_with
from services.runtime.kafka.clients import connection
from services.runtime.privacy.cipher import KeyFileUnsafe
from services.runtime.privacy.pseudonyms import key_in
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, keys_folder, payments_cipher

NOBODY = 65534
"""The number of a user who may read nothing of ours."""


def refused(name: str, value: str) -> str:
    with pytest.raises(WrongSetting) as fault:
        Settings.from_environment({name: value})
    return str(fault.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TIDEOVER_PARTITIONS", "many", "it says many, and must be a whole number."),
        ("TIDEOVER_PARTITIONS", "0", "it says 0, and must be 1 or more."),
        ("TIDEOVER_HTTP_PORT", "70000", "it says 70000, and must be 65535 or less."),
        ("TIDEOVER_SIMULATION", "perhaps", "it says perhaps, and must be true or false."),
        ("TIDEOVER_KAFKA_SECURITY", "TLS", "it says TLS, and must be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or"),
        ("TIDEOVER_PARTITIONS", "9" * 5000, "has too many digits."),
    ],
)
def test_a_setting_of_the_wrong_kind_is_told_what_it_says_and_what_it_must_be(name: str, value: str, says: str) -> None:
    sentence = refused(name, value)
    assert sentence.startswith(f"{name} is wrong: ")
    assert says in sentence
    assert len(sentence) < 200


def test_a_setting_that_is_set_and_empty_is_no_folder_and_no_number() -> None:
    for name, field in Settings.model_fields.items():
        setting = f"TIDEOVER_{name.upper()}"
        if field.default == "":
            Settings.from_environment({setting: ""})
        else:
            assert refused(setting, "") == f"{setting} is set and empty: give it a value, or take it away."


def password_in(path: Path) -> object:
    return connection(Settings(kafka_security="SASL_PLAINTEXT", kafka_user="feed", kafka_password_file=path))


def authorities_in(path: Path) -> object:
    return connection(Settings(kafka_security="SSL", kafka_ca_file=path))


READERS = {
    "TIDEOVER_PSEUDONYM_KEY": key_in,
    "TIDEOVER_KAFKA_PASSWORD_FILE": password_in,
    "TIDEOVER_KAFKA_CA_FILE": authorities_in,
}


@pytest.mark.parametrize(("setting", "reader"), READERS.items(), ids=READERS)
def test_a_file_that_a_setting_names_and_that_cannot_be_used_is_named_with_the_setting(
    tmp_path: Path, setting: str, reader: Callable[[Path], object]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch(mode=0o600)
    os.mkfifo(tmp_path / "pipe")
    for name, why in (
        ("gone", "is not there"),
        ("gone/deeper", "is not there"),
        ("empty/deeper", "is not there"),
        ("folder", "is a folder, and a file is meant"),
        ("empty", "is empty"),
        ("pipe", "is neither a file nor a folder"),
    ):
        with pytest.raises(WrongSetting) as fault:
            reader(tmp_path / name)
        assert str(fault.value) == f"{setting} names {tmp_path / name}, which {why}."


UNREADABLE = """
import os, sys
from pathlib import Path
from services.runtime.privacy.pseudonyms import key_in
from services.commands.faults import ends_with
if os.geteuid() == 0:
    os.setuid(int(sys.argv[2]))
try:
    key_in(Path(sys.argv[1]))
except Exception as fault:
    print(ends_with(fault)[1])
"""


def test_a_file_that_may_not_be_read_is_told_to_be_there() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        key = Path(folder) / "key"
        key.touch(mode=0o000)
        command = [sys.executable, "-c", UNREADABLE, str(key), str(NOBODY)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"TIDEOVER_PSEUDONYM_KEY names {key}, which may not be read by you.\n"


def test_the_folder_of_the_master_keys_and_the_key_in_it_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for keys, says in (
        (None, "TIDEOVER_KEYS is not set: it names the folder of the keys under which personal data lie."),
        (tmp_path / "gone", f"TIDEOVER_KEYS names {tmp_path / 'gone'}, which is not there."),
        (tmp_path / "file", f"TIDEOVER_KEYS names {tmp_path / 'file'}, which is a file, and a folder is meant."),
    ):
        with pytest.raises(WrongSetting) as fault:
            keys_folder(Settings(keys=keys))
        assert str(fault.value) == says
    with pytest.raises(WrongSetting, match=r"in which there is no payments\.key; python -m deploy\.secrets makes it"):
        payments_cipher(Settings(keys=tmp_path))


def test_a_master_key_that_was_cut_short_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    key = tmp_path / "keys" / "payments.key"
    key.touch(mode=0o600)
    with pytest.raises(KeyFileUnsafe) as fault:
        cipher_in(tmp_path, "payments")
    assert ends_with(fault.value)[1] == f"The master key's file {key} holds 0 bytes; a key has 32."
