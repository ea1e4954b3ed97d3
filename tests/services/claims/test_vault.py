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
from services.runtime.privacy.identifiers import IdentifierForm, NoIdentifier
from services.runtime.privacy.key_store import KeyStore
from services.runtime.privacy.pseudonyms import key_in, new_key_file, pseudonym_of
from services.runtime.process.settings import WrongSetting
from tests.services.claims.telling import TOLD, Ann, answered, determined, filed, finding

CANARY = Identity(name="Wilhelmina Quetzalcoatl", national_id="ZX-428-CANARY-77", born_on=date(1971, 11, 13))
FORM = IdentifierForm(r"[A-Z]{2}-[0-9]{3}-[A-Z]{6}-[0-9]{2}|[A-Z]{2}[0-9]{3}[A-Z]{6}[0-9]{2}", "-")
PLAIN_NUMBER = "ZX428CANARY77"
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
    @pytest.mark.parametrize(
        "written",
        [
            "1234ab",
            " 1234AB ",
            "\u0661\u0662\u0663\u0664AB",
            "\u06f1\u06f2\u06f3\u06f4ab",
            "\uff11\uff12\uff13\uff14\uff21b",
        ],
    )
    def test_is_the_same_in_capitals_and_in_the_digits_of_every_script(self, key: bytes, written: str) -> None:
        assert pseudonym_of(written, key) == pseudonym_of("1234AB", key)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("12345.1", "123451"), ("1-23", "12-3"), ("12 3", "123"), ("121314-1234", "121314+1234"), ("12\u00b2", "122")],
    )
    def test_of_two_numbers_is_never_one(self, key: bytes, one: str, other: str) -> None:
        assert pseudonym_of(one, key) != pseudonym_of(other, key)

    @pytest.mark.parametrize("spoiled", ["12345.0", "1.23E+05", "1e+05", "#N/A", "#REF!", "nan", "NULL", "TRUE", ""])
    def test_of_what_a_program_made_of_a_number_is_refused(self, key: bytes, spoiled: str) -> None:
        with pytest.raises(NoIdentifier):
            pseudonym_of(spoiled, key)

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
        for name, fault in (("key", "owner alone"), ("none", "which is not there"), ("short", "has at least 32")):
            with pytest.raises(WrongSetting, match=fault):
                key_in(tmp_path / name)

    def test_of_nothing_is_refused_without_repeating_it(self, key: bytes) -> None:
        with pytest.raises(ValueError, match="letters or digits"):
            pseudonym_of(" - ", key)


class TestTheForm:
    def test_drops_only_the_signs_that_it_declares(self) -> None:
        assert FORM.read("zx-428-canary-77") == FORM.read("ZX428CANARY77") == PLAIN_NUMBER
        with pytest.raises(NoIdentifier, match="pattern"):
            FORM.read("ZX.428.CANARY.77")

    def test_is_asked_of_the_number_as_it_is_written_so_that_no_sign_can_hide_a_lost_digit(self) -> None:
        form = IdentifierForm(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}|[0-9]{11}", ".-")
        assert form.read("012.345.678-90") == form.read("01234567890")
        for spoiled in ("1234567890.0", "1234567890", "1.23E+10"):
            with pytest.raises(NoIdentifier):
                form.read(spoiled)

    @pytest.mark.parametrize(
        ("pattern", "ignore"), [(".*", ""), ("[0-9.]+", "."), ("[", ""), ("[0-9]+", "0"), ("", "")]
    )
    def test_that_says_nothing_is_refused(self, pattern: str, ignore: str) -> None:
        with pytest.raises(NoIdentifier):
            IdentifierForm(pattern, ignore)

    def test_knows_check_digits_by_name_so_that_a_slip_is_nobody(self) -> None:
        estonian = IdentifierForm("[0-9]{11}", check="ee.ik")
        assert estonian.read("36805280109") == "36805280109"
        for slip in ("36805280108", "36805280190"):
            with pytest.raises(NoIdentifier, match="check digits"):
                estonian.read(slip)
        for unknown in ("ee.nothing", "..os", "ee", "os"):
            with pytest.raises(NoIdentifier, match="no check of this name"):
                IdentifierForm("[0-9]{11}", check=unknown)

    def test_is_asked_at_the_claims_desk_too(self, database: Database, key: bytes, keeper: Vault) -> None:
        slip = Identity(CANARY.name, "ZX-428-CANARY-7", CANARY.born_on)
        with pytest.raises(NoIdentifier, match="pattern") as refused:
            Intake(key, FORM, keeper, database).admit([slip])
        assert "CANARY" not in str(refused.value)


class TestTheVault:
    def test_gives_back_who_was_admitted(self, database: Database, key: bytes, keeper: Vault) -> None:
        (subject,) = Intake(key, FORM, keeper, database).admit([CANARY])
        with database.begin() as connection:
            assert keeper.who_is(connection, subject) == CANARY

    def test_admitting_again_changes_who_is_known_and_not_the_pseudonym(
        self, database: Database, key: bytes, keeper: Vault
    ) -> None:
        intake = Intake(key, FORM, keeper, database)
        married = Identity("Wilhelmina Smith", CANARY.national_id, CANARY.born_on)
        assert intake.admit([CANARY]) == intake.admit([married])
        with database.begin() as connection:
            assert keeper.who_is(connection, pseudonym_of(PLAIN_NUMBER, key)).name == "Wilhelmina Smith"

    def test_opens_nobody_who_was_erased_not_even_from_an_older_copy_of_the_database(
        self, database: Database, key: bytes, keeper: Vault, keys: KeyStore, tmp_path: Path
    ) -> None:
        neighbour = Identity("Ann Neighbour", "AB-123-CDEFGH-45", date(1980, 1, 1))
        subject, other = Intake(key, FORM, keeper, database).admit([CANARY, neighbour])
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
        (subject,) = Intake(key, FORM, keeper, database).admit([CANARY])
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
        subject = Intake(key, FORM, keeper, ann.world.databases["claims"]).admit([CANARY])[0]
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
