"""A file is checked before it is sealed; what fits into none is left out with its reason, and all others are paid."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from law.catalogue import load_scheme, scheme_names
from services.payments.bank.bank_details import FIELD, register_account
from services.payments.bank.bank_file import FileHeader, FileInconsistent, Payer, Transfer, build, fault_of
from services.payments.bank.file_checks import faults_of
from services.payments.bank.sealed_files import body_of
from services.payments.handlers import make_service
from services.payments.schedule import PaymentRun
from services.payments.tables import bank_account
from tests.services.payments.world import FILED, World, account_of

TRANSFERS = [Transfer("A" * 26, "999999992:77000001", 40005), Transfer("B" * 26, "NL41MOCK0000000001", 7)]
PLANTED = {
    "no number of payments": (r"<NbOfTxs>2</NbOfTxs>", "", "schema"),
    "an element out of order": (r"(<PmtMtd>TRF</PmtMtd>)(<BtchBookg>false</BtchBookg>)", r"\2\1", "schema"),
    "an identifier of 36 signs": ("A" * 26, "A" * 36, "schema"),
    "a payment of nothing": ("400.05", "0.00", "schema"),
    "an account that is no IBAN's form": ("NL41MOCK", "NL4-MOCK", "schema"),
    "a name of 71 signs": ("Unemployment Insurance Fund", "x" * 71, "schema"),
    "a name in another script": ("Unemployment", "\u0424\u043e\u043d\u0434", "sign"),
    "an identifier twice": ("B" * 26, "A" * 26, "EndToEndId stands twice"),
    "an identifier with a slash": ("B" * 26, "/B", "slash"),
    "another control sum": ("400.12", "400.13", "control sum"),
    "another number": (r"<NbOfTxs>2", "<NbOfTxs>3", "number of payments"),
    "three decimals of a dollar": ("400.05", "400.050", "decimals"),
    "two currencies": (r'(.*)Ccy="USD"', r'\1Ccy="EUR"', "more than one currency"),
    "a currency that there is not": ("USD", "XTS", "none of ISO 4217"),
    "wrong check digits": ("NL41MOCK", "NL42MOCK", "IBAN"),
    "a routing number's wrong check digit": ("999999992", "999999991", "account"),
}


def file_of(transfers: list[Transfer], currency: str = "USD", payer: Payer | None = None) -> bytes:
    return build(FileHeader("F-1", FILED, currency, payer or Payer()), transfers)


class TestTheChecksOfAFile:
    def test_find_nothing_in_a_sound_file(self) -> None:
        assert faults_of(file_of(TRANSFERS)) == []
        assert b"<BtchBookg>false</BtchBookg>" in file_of(TRANSFERS)

    @pytest.mark.parametrize("planted", PLANTED)
    def test_find(self, planted: str) -> None:
        before, after, words = PLANTED[planted]
        text, count = re.subn(before, after, file_of(TRANSFERS).decode(), flags=re.DOTALL)
        assert count
        assert words in " ".join(faults_of(text.encode()))

    @pytest.mark.parametrize(
        "payer", [Payer(account="NL42MOCK0000000001"), Payer(bic="MOCK"), Payer(name="Fund \u20ac"), Payer(name="")]
    )
    def test_let_no_file_of_a_wrong_payer_through(self, payer: Payer) -> None:
        with pytest.raises(FileInconsistent, match=r"schema|sign|account"):
            file_of(TRANSFERS, payer=payer)

    def test_say_of_one_payment_why_it_fits_into_no_file(self) -> None:
        assert fault_of(TRANSFERS[0], "USD") == ""
        assert "check digits" in fault_of(Transfer("A" * 26, "NL42MOCK0000000001", 1), "USD")
        assert "ISO 4217" in fault_of(Transfer("A" * 26, "NL41MOCK0000000001", 1), "XTS")
        assert "nothing" in fault_of(Transfer("A" * 26, "NL41MOCK0000000001", 0), "USD")


def currencies_of_sheets() -> list[str]:
    return sorted({load_scheme(name, accept_unverified=True).currency for name in scheme_names()})


def test_people_in_every_currency_of_a_sheet_get_their_file_on_one_day(tmp_path: Path) -> None:
    currencies = sorted({*currencies_of_sheets(), "UYU", "IDR", "PLN", "MXN", "TND", "XOF", "UGX", "PYG", "ISK"})
    assert len(currencies) > 20
    world = World(tmp_path, currencies, partitions=1)
    for currency in currencies:
        world.assesses(40005, 1, person=currency, currency=currency)
    world.closes()
    assert [row.currency for row in world.rows("SELECT currency FROM payment_file ORDER BY name")] == currencies
    assert {row.stage for row in world.payments()} == {"batched"}
    assert world.is_sound()


class TestAPaymentThatFitsIntoNoFile:
    def planted(self, world: World, person: str, account: str) -> None:
        """An account as it may stand there from before accounts were checked."""
        with world.database.begin() as connection:
            sealed = world.cipher.seal({person: {FIELD: account}})[person][FIELD]
            changed = bank_account.update().where(bank_account.c.person == person)
            connection.execute(changed.values(account_sealed=sealed))

    def test_is_left_out_for_its_day_with_its_reason_and_all_others_are_paid(self, tmp_path: Path) -> None:
        people = ("ann", "bob", "cleo")
        world = World(tmp_path, people, partitions=1)
        for person, currency in zip(people, ("IDR", "USD", "UYU"), strict=True):
            world.assesses(40000, 1, person=person, currency=currency)
        self.planted(world, "ann", "NL42MOCK0000000001")
        world.closes()
        assert {row.person: row.stage for row in world.payments()} == {
            "ann": "due",
            "bob": "batched",
            "cleo": "batched",
        }
        [words] = [words for words in world.report().waiting if "fit into no file" in words]
        assert "check digits" in words
        with world.database.begin() as connection:
            register_account(connection, world.cipher, "ann", account_of(1))
        world.closes(FILED + timedelta(days=1))
        assert {row.stage for row in world.payments()} == {"batched"}
        assert not [words for words in world.report().waiting if "fit into no file" in words]
        assert world.is_sound()

    def test_since_its_account_cannot_be_opened_stops_nobody(self, tmp_path: Path) -> None:
        world = World(tmp_path, ("ann", "bob"), partitions=1)
        for person in ("ann", "bob"):
            world.assesses(40000, 1, person=person)
        with world.database.begin() as connection:
            connection.exec_driver_sql("UPDATE bank_account SET account_sealed = X'0100' WHERE person = 'ann'")
        world.closes()
        assert {row.person: row.stage for row in world.payments()} == {"ann": "due", "bob": "batched"}
        assert world.is_sound()

    def test_since_the_payer_is_wrong_ends_the_day_all_the_same(self, tmp_path: Path) -> None:
        world = World(tmp_path)
        service = make_service(cipher=world.cipher)
        service.close_day = PaymentRun(world.cipher, Payer(bic="MOCK"))
        world.laptop.services["payments"] = service
        world.assesses(40000, 1).closes()
        assert [row.stage for row in world.payments()] == ["due"]
        assert "schema" in world.report().waiting[0]
        assert world.is_sound()


def test_a_sealed_file_is_sound(tmp_path: Path) -> None:
    world = World(tmp_path).assesses(40000, 1).closes()
    [row] = world.rows("SELECT name FROM payment_file")
    with world.database.begin() as connection:
        assert faults_of(body_of(connection, world.cipher, row.name)) == []
