"""Who a person is stays in the vault: sealed there, and found nowhere else."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from contracts.casework import Verdict
from contracts.claims import QuestionOpened
from services.claims.edge import Intake
from services.claims.vault import Identity, NoSuchPerson, Vault, vault
from services.runtime.database.store import Database
from services.runtime.privacy.cipher import CannotOpen, Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.privacy.pseudonyms import key_in, new_key_file, pseudonym_of
from services.runtime.process.settings import WrongSetting
from tests.services.claims.telling import TOLD, Ann, answered, determined, filed, finding

CANARY = Identity(name="Wilhelmina Quetzalcoatl", national_id="ZX-428-CANARY-77", born_on=date(1971, 11, 13))
WRITTEN = (CANARY.name, "Quetzalcoatl", CANARY.national_id, "ZX428CANARY77", "1971-11-13")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database.on_sqlite(tmp_path / "claims.db", vault.metadata)
    yield found
    found.close()


@pytest.fixture
def key(tmp_path: Path) -> bytes:
    new_key_file(tmp_path / "keys" / "pseudonyms")
    return key_in(tmp_path / "keys" / "pseudonyms")


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore.on_sqlite(tmp_path / "keys" / "data-keys.db")


@pytest.fixture
def keeper(tmp_path: Path, keys: KeyStore) -> Vault:
    return Vault(Cipher.from_file(tmp_path / "keys" / "vault", keys))


class TestThePseudonym:
    def test_is_the_same_however_the_number_is_written(self, key: bytes) -> None:
        assert len({pseudonym_of(number, key) for number in ("12-34 ab", "1234AB", " 12 34 ab")}) == 1

    def test_says_nothing_and_has_a_fixed_form(self, key: bytes) -> None:
        pseudonym = pseudonym_of(CANARY.national_id, key)
        assert re.fullmatch(r"p-[0-9a-f]{32}", pseudonym)

    def test_is_another_under_another_key(self) -> None:
        assert pseudonym_of("1234", b"a" * 32) != pseudonym_of("1234", b"b" * 32)

    def test_key_is_made_once_and_never_replaced(self, tmp_path: Path) -> None:
        new_key_file(tmp_path / "key")
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
        with pytest.raises(FileExistsError):
            new_key_file(tmp_path / "key")

    def test_key_that_others_may_read_or_that_is_missing_or_short_is_refused(self, tmp_path: Path) -> None:
        new_key_file(tmp_path / "key")
        (tmp_path / "key").chmod(0o644)
        (tmp_path / "short").write_bytes(b"short")
        (tmp_path / "short").chmod(0o600)
        for name, fault in (("key", "owner alone"), ("none", "must name"), ("short", "at least 32 bytes")):
            with pytest.raises(WrongSetting, match=fault):
                key_in(tmp_path / name)

    def test_of_nothing_is_refused_without_repeating_it(self, key: bytes) -> None:
        with pytest.raises(ValueError, match="letters or digits"):
            pseudonym_of(" - ", key)


class TestTheVault:
    def test_gives_back_who_was_admitted(self, database: Database, key: bytes, keeper: Vault) -> None:
        (subject,) = Intake(key, keeper, database).admit([CANARY])
        with database.begin() as connection:
            assert keeper.who_is(connection, subject) == CANARY

    def test_admitting_again_changes_who_is_known_and_not_the_pseudonym(
        self, database: Database, key: bytes, keeper: Vault
    ) -> None:
        intake = Intake(key, keeper, database)
        married = Identity("Wilhelmina Smith", CANARY.national_id, CANARY.born_on)
        assert intake.admit([CANARY]) == intake.admit([married])
        with database.begin() as connection:
            assert keeper.who_is(connection, pseudonym_of(CANARY.national_id, key)).name == "Wilhelmina Smith"

    def test_opens_nobody_who_was_erased_not_even_from_an_older_copy_of_the_database(
        self, database: Database, key: bytes, keeper: Vault, keys: KeyStore, tmp_path: Path
    ) -> None:
        neighbour = Identity("Ann Neighbour", "ZX-1", date(1980, 1, 1))
        subject, other = Intake(key, keeper, database).admit([CANARY, neighbour])
        database.close()
        shutil.copytree(tmp_path, tmp_path.parent / "copy", ignore=shutil.ignore_patterns("keys"))
        keys.destroy(subject, officer="N. N.", because="Asked to be forgotten.")
        older = Database.on_sqlite(tmp_path.parent / "copy" / "claims.db", vault.metadata)
        for place in (database, older):
            with place.begin() as connection:
                with pytest.raises(NoSuchPerson, match="erased"):
                    keeper.who_is(connection, subject)
                assert keeper.who_is(connection, other) == neighbour
        older.close()

    def test_opens_nothing_of_one_person_under_the_name_of_another(
        self, database: Database, key: bytes, keeper: Vault
    ) -> None:
        (subject,) = Intake(key, keeper, database).admit([CANARY])
        with database.begin() as connection:
            connection.execute(vault.update().values(subject="p-other"))
            with pytest.raises(CannotOpen):
                keeper.who_is(connection, "p-other")
        assert subject != "p-other"


def found_in(folder: Path, words: tuple[str, ...] = WRITTEN) -> list[str]:
    """Files under the folder that hold any of the words in clear, in either letter case or as UTF-16."""
    codings = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes() for word in codings)]


class TestTheCanary:
    def test_is_found_in_no_event_no_log_no_error_and_no_file(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str], key: bytes, keeper: Vault
    ) -> None:
        ann = Ann(tmp_path / "world")
        subject = Intake(key, keeper, ann.world.databases["claims"]).admit([CANARY])[0]
        life = [filed(), filed(1, unemployed_from=TOLD), determined(1, finding())]
        ann.lives_through(*(envelope.model_copy(update={"subject": subject}) for envelope in life[::2]))
        question = ann.was_told(QuestionOpened)[0].question
        late = answered(question, Verdict.AGAINST_CLAIMANT, on=TOLD.replace(year=2027))
        ann.lives_through(late.model_copy(update={"subject": subject}), life[1].model_copy(update={"subject": subject}))
        with ann.world.databases["claims"].begin() as connection, pytest.raises(NoSuchPerson) as error:
            keeper.who_is(connection, "p-nobody")
        said = "".join([*capfd.readouterr(), str(error.value), repr(CANARY)])
        assert not [word for word in WRITTEN if word in said]
        ann.world.close()
        assert found_in(tmp_path) == []

    def test_would_be_found_if_it_sang(self, tmp_path: Path) -> None:
        (tmp_path / "leak.db").write_bytes(b"\x00" + CANARY.name.encode() + b"\x00")
        assert found_in(tmp_path) == ["leak.db"]
