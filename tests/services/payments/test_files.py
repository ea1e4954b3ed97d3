"""Sealed files: equal payments give equal bytes, the bytes are counted, nothing personal leaks beside them."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from services.payments.bank.account_numbers import AccountMalformed, is_iban
from services.payments.bank.bank_details import opened, register_account, register_accounts_of_file
from services.payments.bank.bank_file import (
    Control,
    FileHeader,
    FileInconsistent,
    Payer,
    Transfer,
    build,
    control_of,
    decimal,
    minor,
)
from services.payments.bank.sealed_files import body_of
from services.payments.handlers import make_service
from services.payments.schedule import PaymentRun
from services.runtime.laptop.laptop import Laptop
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from tests.services.payments.world import FILED, World, account_of, assessment

MALFORMED = (
    "",
    "-",
    "a b ü",
    "NL42MOCK0000000001",  # check digits
    "NL41MOCK00000000",  # cut off
    "DE8937040044053201300",
    "NL41",
    "XX41MOCK0000000001",  # no country's
    "NLO1MOCK0000000001",  # a letter for a digit
    "999999991:77000001",  # a routing number's check digit
    "12345678:1234",
    "999999992:",
    "999999992:123456789012345678",
    "\u0669\u0669\u0669\u0669\u0669\u0669\u0669\u0669\u0662:77000001",  # Arabic-Indic digits
    "\u0661\u0662\u0663\u0664",
    "\u00b2\u00b2\u00b2\u00b2",
    "123",
    "1" * 35,
    "12--34",
    "12/34",
)
WELL_FORMED = {
    "nl41 mock 0000 0000 01": "NL41MOCK0000000001",
    "DE89-3704-0044-0532-0130-00": "DE89370400440532013000",
    "NO9386011117947": "NO9386011117947",
    "999999992:77000001": "999999992:77000001",
    "12-345-6789": "12-345-6789",
}
TRANSFERS = [Transfer("A" * 26, "999999992:77000001", 40005), Transfer("B" * 26, "NL41MOCK0000000001", 7)]


def file_of(transfers: list[Transfer], currency: str = "USD") -> bytes:
    return build(FileHeader("F-1", FILED, currency, Payer()), transfers)


class TestABankFile:
    def test_is_the_same_bytes_each_time_it_is_built(self) -> None:
        assert file_of(TRANSFERS) == file_of(TRANSFERS)

    def test_says_what_its_payments_say(self) -> None:
        assert control_of(file_of(TRANSFERS)) == Control("F-1", 2, 40012)

    @pytest.mark.parametrize(
        ("before", "after"),
        [(b"400.05", b"400.06"), (b"<NbOfTxs>2", b"<NbOfTxs>3"), (b"<CtrlSum>400.12", b"<CtrlSum>400.13")],
    )
    def test_is_inconsistent_when_header_and_payments_part(self, before: bytes, after: bytes) -> None:
        with pytest.raises(FileInconsistent):
            control_of(file_of(TRANSFERS).replace(before, after, 1))

    @pytest.mark.parametrize(
        ("amount_minor", "currency", "written"),
        [
            (5, "USD", "0.05"),
            (40000, "USD", "400.00"),
            (40000, "UYU", "400.00"),
            (40000, "IDR", "400.00"),
            (500, "JPY", "500"),
            (1234, "KWD", "1.234"),
            (1234, "TND", "1.234"),
        ],
    )
    def test_writes_and_reads_minor_units_by_currency(self, amount_minor: int, currency: str, written: str) -> None:
        assert decimal(amount_minor, currency) == written
        assert minor(written, currency) == amount_minor

    @pytest.mark.parametrize(
        ("currency", "amounts", "total"),
        [
            ("UYU", ["400.05", "0.07"], "400.12"),
            ("IDR", ["400.05", "0.07"], "400.12"),
            ("TND", ["40.005", "0.007"], "40.012"),
            ("VND", ["40005", "7"], "40012"),
        ],
    )
    def test_pays_in_the_parts_of_its_currency(self, currency: str, amounts: list[str], total: str) -> None:
        body = file_of(TRANSFERS, currency).decode()
        assert re.findall(rf'<InstdAmt Ccy="{currency}">(.*?)</InstdAmt>', body) == amounts
        assert re.findall(r"<CtrlSum>(.*?)</CtrlSum>", body) == [total, total]

    @pytest.mark.parametrize("written", ["1.001", "-1.00", "1e2", "", "1,00"])
    def test_reads_no_amount_that_it_would_have_to_guess(self, written: str) -> None:
        with pytest.raises(FileInconsistent):
            minor(written, "USD")

    def test_knows_no_currency_by_guessing(self) -> None:
        with pytest.raises(FileInconsistent):
            file_of(TRANSFERS, currency="XTS")


class TestTheEndOfADay:
    def test_seals_what_is_due_and_nothing_that_is_due_later(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1).closes(FILED - timedelta(days=1))
        assert world.payments("batched") == []
        world.closes(FILED)
        assert len(world.payments("batched")) == 1
        assert world.is_sound()

    def test_seals_nothing_twice_however_often_it_closes(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1).closes().closes().closes(FILED + timedelta(days=1))
        assert len(world.rows("SELECT 1 FROM payment_file")) == 1

    def test_goes_in_bounded_steps_with_a_file_each(self, tmp_path: Path) -> None:
        people = [f"p-{number}" for number in range(7)]
        world = World(tmp_path, people)
        service = make_service(cipher=world.cipher)
        service.close_day = PaymentRun(world.cipher, at_once=2)
        world.laptop.services["payments"] = service
        for person in people:
            world.assesses(1000, 1, person=person)
        world.closes()
        counts = [row[0] for row in world.rows("SELECT count FROM payment_file")]
        assert sum(counts) == 7
        assert max(counts) == 2
        assert world.is_sound()

    def test_leaves_out_people_whose_bank_details_are_missing(self, tmp_path: Path) -> None:
        world = World(tmp_path, ()).assesses(40000, 1).closes()
        assert [row.stage for row in world.payments()] == ["due"]
        assert world.report().waiting == ("1 payments due to people whose bank details are missing",)

    def test_leaves_out_people_who_are_parked(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1)
        world.hears("ann", assessment(50000, 2, currency="EUR")).closes()
        assert world.parked() == [("ann", "wrong-currency")]
        assert [row.stage for row in world.payments()] == ["due"]

    def test_seals_nothing_without_a_cipher(self, tmp_path: Path) -> None:
        world = World(tmp_path)
        world.laptop.services["payments"] = make_service()
        world.assesses(40000, 1).closes()
        assert [row.stage for row in world.payments()] == ["due"]

    def test_gives_the_same_file_in_another_run(self, tmp_path: Path) -> None:
        query = "SELECT name, sha256 FROM payment_file"
        runs = [World(tmp_path / run).assesses(40000, 1).closes() for run in ("one", "two")]
        digests = [[tuple(row) for row in world.rows(query)] for world in runs]
        assert len(digests[0]) == 1
        assert digests[0] == digests[1]


class TestBankDetails:
    def test_are_nowhere_in_the_clear(self, tmp_path: Path) -> None:
        world = World(tmp_path).assesses(40000, 1).closes()
        account = account_of(0).partition(":")[2].encode()
        [name] = [row.name for row in world.rows("SELECT name FROM payment_file")]
        with world.database.begin() as connection:
            assert account in body_of(connection, world.cipher, name), "the check must be able to bite"
        world.laptop.close()
        for path in tmp_path.iterdir():
            assert account not in path.read_bytes(), path.name

    def test_can_be_opened_until_their_keys_are_destroyed(self, tmp_path: Path) -> None:
        world = World(tmp_path, ("ann", "bob"))
        with world.database.begin() as connection:
            register_account(connection, world.cipher, "bob", account_of(0))
            assert opened(connection, world.cipher, ["ann", "bob"]) == {"ann": account_of(0), "bob": account_of(0)}
            world.keys.destroy("ann", officer="N. N.", because="Asked to be forgotten.")
            assert opened(connection, world.cipher, ["ann", "bob"]) == {"bob": account_of(0)}

    def test_of_an_erased_person_open_from_no_older_copy_and_payments_to_them_wait(self, tmp_path: Path) -> None:
        world = World(tmp_path / "now", ("ann", "bob")).assesses(40000, 1).assesses(40000, 1, person="bob")
        world.laptop.close()
        shutil.copytree(tmp_path / "now", tmp_path / "older")
        world.keys.destroy("ann", officer="N. N.", because="Asked to be forgotten.")
        for folder in ("now", "older"):
            world.laptop = Laptop(tmp_path / folder, [make_service(cipher=world.cipher)])
            world.database = world.laptop.databases["payments"]
            world.closes()
            [(paid,)] = world.rows("SELECT count FROM payment_file")
            assert paid == 1, "bob is paid, whoever else was erased"
            assert [row.person for row in world.rows("SELECT person FROM instruction WHERE stage = 'due'")] == ["ann"]
            assert any("bank details are missing" in words for words in world.report().waiting)
            world.laptop.close()

    def test_of_an_erased_person_are_sealed_anew_by_no_file_but_by_a_desk_that_admits_the_person(
        self, tmp_path: Path
    ) -> None:
        world = World(tmp_path, ("ann", "bob"))
        world.keys.destroy("ann", officer="N. N.", because="Asked to be forgotten.")
        accounts = {"ann": account_of(1), "bob": account_of(2)}
        with world.database.begin() as connection:
            assert register_accounts_of_file(connection, world.cipher, accounts.items()) == 1
            assert opened(connection, world.cipher, ["ann", "bob"]) == {"bob": account_of(2)}
            register_account(connection, world.cipher, "ann", account_of(3))
            assert register_accounts_of_file(connection, world.cipher, accounts.items()) == 0
            assert opened(connection, world.cipher, ["ann", "bob"]) == accounts

    def test_are_not_forgotten_while_another_store_of_keys_is_open_and_payments_wait_with_the_reason(
        self, tmp_path: Path
    ) -> None:
        world = World(tmp_path).assesses(40000, 1)
        world.laptop.close()
        elsewhere = Cipher(bytes(32), KeyStore.in_memory())
        for later, cipher in enumerate((elsewhere, world.cipher)):
            world.laptop = Laptop(tmp_path, [make_service(cipher=cipher)])
            world.database = world.laptop.databases["payments"]
            world.closes(FILED + timedelta(days=later))
            assert len(world.rows("SELECT name FROM payment_file")) == later
            assert [row.why for row in world.rows("SELECT why FROM left_out")] == [
                "The account on record cannot be opened."
            ]
            world.laptop.close()

    def test_are_refused_in_a_sentence_that_does_not_repeat_them(self, tmp_path: Path) -> None:
        world = World(tmp_path)
        for account in MALFORMED:
            with pytest.raises(AccountMalformed, match=r"^The |^An ") as refused, world.database.begin() as connection:
                register_account(connection, world.cipher, "ann", account)
            assert not account or account not in str(refused.value).split()

    def test_are_kept_as_files_write_them(self, tmp_path: Path) -> None:
        world = World(tmp_path)
        for account, kept in WELL_FORMED.items():
            with world.database.begin() as connection:
                register_account(connection, world.cipher, "ann", account)
                assert opened(connection, world.cipher, ["ann"]) == {"ann": kept}
            assert is_iban(kept) == kept.startswith(("NL", "DE", "NO"))


def test_a_world_opened_again_goes_on_where_it_stood(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40000, 1)
    world.laptop.close()
    again = Laptop(tmp_path, [make_service(cipher=world.cipher)])
    assert again.lengths()["payments"] == 1
