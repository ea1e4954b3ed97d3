"""camt.053, camt.054 and pacs.004: each entry for itself, in the versions in use, and only what fits exactly."""

from __future__ import annotations

import pytest

from services.payments.bank.bank_messages import read_message
from services.payments.bank.documents import VERSIONS
from services.payments.ledger import balances
from tests.services.payments.letters import (
    asks,
    code,
    collect,
    detail,
    entry,
    given_back,
    judged,
    money,
    returned,
    statement,
    status_report,
    sub_family,
    tag,
    words,
)
from tests.services.payments.three import ALL_OUT, ALL_SETTLED, PEOPLE, batch, debit, file_of, identifier, stages
from tests.services.payments.world import World

REVERSES = tag("RvslInd", "true")
COMES_BACK = tag("RtrInf", tag("Rsn", code("AC04")))
FEE = entry("12.50", extra=sub_family("CHRG", "MCOP"))


@pytest.fixture
def world(three: World) -> World:
    return three


class TestTheStatusOfAnEntry:
    @pytest.mark.parametrize("kind", ["camt.053", "camt.054"])
    def test_books_in_both_forms_and_every_version(self, world: World, kind: str) -> None:
        for number in VERSIONS[kind]:
            status = "BOOK" if number < 8 else "<Cd>BOOK</Cd>"
            version, body = statement(debit(world, "eve", status=status), kind=f"{kind}.001.{number:02}")
            message = read_message(version, body.encode())
            assert [booked.end_to_end for booked in message.booked] == [identifier(world, "eve")], version
            assert message.unclear == (), version
        collect(world, statement(debit(world, "eve"), kind=f"{kind}.001.08"))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        assert (asks(world), world.is_sound()) == ([], True)

    @pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
    @pytest.mark.parametrize("form", ["{}", "<Cd>{}</Cd>"])
    def test_that_is_no_booking_yet_books_nothing(self, world: World, status: str, form: str) -> None:
        assert collect(world, statement(debit(world, "eve", status=form.format(status)))) == []
        assert (stages(world), asks(world)) == (ALL_OUT, [])

    @pytest.mark.parametrize("status", ["<Prtry>BOOKED</Prtry>", "<Cd>ABCD</Cd>", "", "booked"])
    def test_that_is_no_code_of_the_standard_is_for_a_person(self, world: World, status: str) -> None:
        assert collect(world, statement(debit(world, "eve", status=status))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)


class TestMoneyThatComesBack:
    @pytest.fixture(autouse=True)
    def all_settled(self, world: World) -> None:
        collect(world, statement(*(debit(world, person) for person in PEOPLE), message="M-0"))

    def come_back(self, world: World, text: str) -> None:
        collect(world, statement(text))
        assert stages(world) == ALL_SETTLED | {"eve": "returned"}
        assert (asks(world), world.is_sound()) == ([], True)

    @pytest.mark.parametrize("form", ["true", "1"])
    def test_is_a_credit_that_reverses(self, world: World, form: str) -> None:
        self.come_back(world, debit(world, "eve", side="CRDT", extra=tag("RvslInd", form)))

    def test_is_a_transaction_that_reverses(self, world: World) -> None:
        inner = detail(identifier(world, "eve"), tag("CdtDbtInd", "CRDT"), REVERSES, amount="400.00")
        self.come_back(world, entry("400.00", inner))

    @pytest.mark.parametrize("name", ["RRTN", "ARET", "RPCR"])
    @pytest.mark.parametrize("level", ["entry", "transaction"])
    def test_is_a_credit_whose_kind_says_return(self, world: World, name: str, level: str) -> None:
        kind = sub_family(name)
        inner = detail(identifier(world, "eve"), kind if level == "transaction" else "", amount="400.00")
        self.come_back(world, entry("400.00", inner, side="CRDT", extra=kind if level == "entry" else ""))

    def test_is_a_credit_with_a_reason_of_return(self, world: World) -> None:
        inner = detail(identifier(world, "eve"), COMES_BACK, amount="400.00")
        self.come_back(world, entry("400.00", inner, side="CRDT"))

    def test_is_a_return_of_any_version(self, world: World) -> None:
        for number in VERSIONS["pacs.004"]:
            back = returned(given_back(identifier(world, "eve"), "400.00"), kind=f"pacs.004.001.{number:02}")
            assert len(read_message(back[0], back[1].encode()).booked) == 1, number
            collect(world, back)
        assert stages(world) == ALL_SETTLED | {"eve": "returned"}

    def test_less_a_charge_that_the_bank_names_is_the_whole_payment_and_the_charge_is_booked(
        self, world: World
    ) -> None:
        charge = tag("ChrgsInf", money("15.00"))
        collect(world, returned(given_back(identifier(world, "eve"), "385.00", "AC04", charge)))
        assert stages(world) == ALL_SETTLED | {"eve": "returned"}
        with world.database.begin() as connection:
            booked = {account: minor for (account, _), minor in balances(connection).items() if minor}
        assert booked["expense:bank-charges"] == 1500
        assert booked["cash:bank"] == -80000 - 1500
        assert world.is_sound()

    @pytest.mark.parametrize(
        "charge",
        [
            tag("Chrgs", tag("TtlChrgsAndTaxAmt", "15.00", attributes=' Ccy="USD"')),
            tag("Chrgs", tag("Rcrd", money("10.00")), tag("Rcrd", money("5.00"))),
            tag("Chrgs", money("15.00")),
        ],
    )
    def test_less_a_charge_is_understood_in_an_entry_too(self, world: World, charge: str) -> None:
        inner = detail(identifier(world, "eve"), charge, COMES_BACK, amount="385.00")
        self.come_back(world, entry("385.00", inner, side="CRDT"))

    @pytest.mark.parametrize("inside", ["TxAmt", "InstdAmt"])
    def test_less_than_was_instructed_is_what_came_in_on_the_account(self, world: World, inside: str) -> None:
        inner = detail(identifier(world, "eve"), tag("AmtDtls", tag(inside, money("400.00"))), COMES_BACK)
        collect(world, statement(entry("385.00", inner, side="CRDT")))
        assert (stages(world), len(asks(world))) == (ALL_SETTLED, 1)

    def test_twice_in_one_message_is_returned_once_and_the_second_time_is_for_a_person(self, world: World) -> None:
        collect(world, returned(*[given_back(identifier(world, "eve"), "400.00")] * 2))
        assert (stages(world), len(asks(world))) == (ALL_SETTLED | {"eve": "returned"}, 1)
        assert world.is_sound()

    def test_less_what_nobody_explains_is_for_a_person(self, world: World) -> None:
        inner = detail(identifier(world, "eve"), COMES_BACK, amount="385.00")
        collect(world, statement(entry("385.00", inner, side="CRDT")))
        assert (stages(world), len(asks(world)), world.parked()) == (ALL_SETTLED, 1, [])

    @pytest.mark.parametrize("reason", ["AM05", "DUPL", "QQ99"])
    def test_as_a_duplicate_or_for_an_unknown_reason_is_for_a_person(self, world: World, reason: str) -> None:
        collect(world, returned(given_back(identifier(world, "eve"), "400.00", reason)))
        assert (stages(world), len(asks(world))) == (ALL_SETTLED, 1)

    def test_under_our_identifier_and_without_a_word_why_is_for_a_person(self, world: World) -> None:
        collect(world, statement(debit(world, "eve", side="CRDT")))
        assert (stages(world), len(asks(world))) == (ALL_SETTLED, 1)

    def test_again_is_booked_once(self, world: World) -> None:
        back = given_back(identifier(world, "eve"), "400.00")
        collect(world, returned(back, message="M-1"), returned(back, message="M-2"))
        assert stages(world) == ALL_SETTLED | {"eve": "returned"}
        assert world.is_sound()


class TestADebit:
    def test_that_reverses_is_not_settled_but_for_a_person(self, world: World) -> None:
        assert collect(world, statement(debit(world, "eve", extra=REVERSES))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_that_is_a_charge_under_our_identifier_is_not_settled_but_for_a_person(self, world: World) -> None:
        assert collect(world, statement(debit(world, "eve", extra=sub_family("CHRG")))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_of_the_payment_and_a_charge_is_settled_and_the_charge_is_booked(self, world: World) -> None:
        charge = tag("Chrgs", tag("Rcrd", money("5.00")))
        collect(world, statement(entry("405.00", detail(identifier(world, "eve"), charge, amount="405.00"))))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        with world.database.begin() as connection:
            assert balances(connection)["cash:bank", "USD"] == -40500
        assert world.is_sound()

    def test_of_the_entry_above_what_was_instructed_is_settled_with_the_charge_it_names(self, world: World) -> None:
        instructed = tag("AmtDtls", tag("TxAmt", money("400.00")))
        charge = tag("Chrgs", tag("Rcrd", money("5.00")))
        collect(world, statement(entry("405.00", detail(identifier(world, "eve"), instructed), extra=charge)))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        with world.database.begin() as connection:
            assert balances(connection)["cash:bank", "USD"] == -40500

    def test_of_the_entry_above_its_only_transaction_is_for_a_person(self, world: World) -> None:
        assert collect(world, statement(entry("1200.00", detail(identifier(world, "eve"), amount="400.00")))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_twice_in_one_message_is_settled_once_and_the_second_time_is_for_a_person(self, world: World) -> None:
        collect(world, statement(debit(world, "eve"), debit(world, "eve")))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"eve": "settled"}, 1)


class TestAnEntryOfSeveralTransactions:
    def test_that_name_one_payment_twice_is_for_a_person(self, world: World) -> None:
        each = [detail(identifier(world, "eve"), amount="400.00")] * 2
        collect(world, statement(entry("800.00", *each)))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"eve": "settled"}, 1)

    def test_that_leave_more_unsaid_than_their_charges_is_for_a_person(self, world: World) -> None:
        charge = tag("Chrgs", tag("Rcrd", money("5.00")))
        each = [detail(identifier(world, person), charge, amount="400.00") for person in PEOPLE[:2]]
        collect(world, statement(entry("1200.00", *each)))
        assert len(asks(world)) == 1

    @pytest.mark.parametrize("form", ["{}", "<AmtDtls><TxAmt>{}</TxAmt></AmtDtls>"])
    def test_takes_each_ones_own_amount(self, world: World, form: str) -> None:
        each = [detail(identifier(world, person), form.format(money("400.00"))) for person in PEOPLE]
        collect(world, statement(entry("1200.00", *each, status="BOOK"), kind="camt.054.001.02"))
        assert (stages(world), asks(world)) == (ALL_SETTLED, [])
        assert world.is_sound()

    def test_without_amounts_is_taken_if_our_payments_are_exactly_its_total(self, world: World) -> None:
        each = [detail(identifier(world, person)) for person in PEOPLE]
        collect(world, statement(entry("1200.00", *each)))
        assert (stages(world), asks(world)) == (ALL_SETTLED, [])

    def test_without_amounts_is_for_a_person_if_they_are_not(self, world: World) -> None:
        each = [detail(identifier(world, person)) for person in PEOPLE]
        assert collect(world, statement(entry("1200.01", *each))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_that_leave_a_part_unsaid_are_taken_and_the_rest_is_for_a_person(self, world: World) -> None:
        each = [detail(identifier(world, person), amount="400.00") for person in PEOPLE[:2]]
        collect(world, statement(entry("1200.00", *each)))
        assert list(stages(world).values()).count("settled") == 2
        assert len(asks(world)) == 1

    def test_one_strange_transaction_stops_none_beside_it(self, world: World) -> None:
        each = [detail(identifier(world, person), amount="400.00") for person in PEOPLE[:2]]
        strange = detail(identifier(world, "ida"), amount="400.00", currency="ABC")
        collect(world, statement(entry("1200.00", *each, strange)))
        assert list(stages(world).values()).count("settled") == 2
        assert len(asks(world)) == 1


class TestABookingOfAWholeFile:
    def test_by_its_block_and_sum_settles_all(self, world: World) -> None:
        collect(world, statement(entry("1200.00", batch(world, tag("NbOfTxs", "3")))))
        assert (stages(world), asks(world)) == (ALL_SETTLED, [])
        assert world.is_sound()

    @pytest.mark.parametrize("name", ["MsgId", "PmtInfId"])
    def test_named_in_one_transaction_settles_all(self, world: World, name: str) -> None:
        whole = tag("TxDtls", tag("Refs", tag(name, file_of(world)), tag("EndToEndId", "NOTPROVIDED")))
        collect(world, statement(entry("1200.00", whole)))
        assert (stages(world), asks(world)) == (ALL_SETTLED, [])

    @pytest.mark.parametrize("mailboxes", [1, 2])
    def test_less_what_was_refused_settles_the_rest(self, world: World, mailboxes: int) -> None:
        refusal = status_report(file_of(world), judged(identifier(world, "eve"), "RJCT"), message="A")
        whole = statement(entry("800.00", batch(world)), message="B")
        for letters in [[refusal, whole]] if mailboxes == 1 else [[refusal], [whole]]:
            collect(world, *letters)
        assert stages(world) == ALL_SETTLED | {"eve": "rejected"}
        assert (asks(world), world.is_sound()) == ([], True)

    @pytest.mark.parametrize(
        ("amount", "more"),
        [("1199.99", ""), ("1200.00", tag("NbOfTxs", "2")), ("800.00", ""), ("1200.00", tag("NbOfTxs", "\u0663"))],
    )
    def test_that_does_not_fit_exactly_is_for_a_person(self, world: World, amount: str, more: str) -> None:
        assert collect(world, statement(entry(amount, batch(world, more)))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_twice_in_one_message_is_for_a_person_the_second_time(self, world: World) -> None:
        whole = entry("1200.00", batch(world))
        collect(world, statement(whole, whole))
        assert (stages(world), len(asks(world))) == (ALL_SETTLED, 1)

    def test_that_comes_back_is_for_a_person(self, world: World) -> None:
        assert collect(world, statement(entry("1200.00", batch(world), side="CRDT", extra=REVERSES))) == []
        assert len(asks(world)) == 1


class TestAnotherCurrencyThanThatOfTheAccount:
    """The payment is 400.00 USD."""

    def told(self, world: World, moved: str, *, side: str = "DBIT", back: str = "", **beside: str) -> None:
        said = "".join(tag(name, money(*amount.split())) for name, amount in beside.items())
        inner = detail(identifier(world, "eve"), tag("AmtDtls", said), back)
        amount, currency = moved.split()
        collect(world, statement(entry(amount, inner, side=side, currency=currency), debit(world, "ann")))

    @pytest.mark.parametrize(
        "beside",
        [
            {"InstdAmt": "400.00 USD"},
            {"InstdAmt": "400.00 USD", "TxAmt": "370.00 EUR"},
            {"TxAmt": "400.00 USD"},
        ],
    )
    def test_is_the_payment_if_exactly_that_was_instructed(self, world: World, beside: dict[str, str]) -> None:
        self.told(world, "370.00 EUR", **beside)
        assert (stages(world)["eve"], asks(world), world.is_sound()) == ("settled", [], True)

    @pytest.mark.parametrize(
        ("moved", "beside"),
        [
            ("400.00 EUR", {}),
            ("400.00 EUR", {"InstdAmt": "400.00 EUR"}),
            ("400.00 EUR", {"InstdAmt": "430.00 USD"}),
            ("400.00 EUR", {"TxAmt": "430.00 USD", "InstdAmt": "400.00 EUR"}),
            ("400.00 USD", {"InstdAmt": "400.00 EUR"}),
            ("400.00 USD", {"InstdAmt": "370.00 EUR", "TxAmt": "400.00 USD"}),
            ("400.00 USD", {"TxAmt": "370.00 EUR"}),
            ("400.00 USD", {"InstdAmt": "390.00 USD"}),
        ],
    )
    def test_is_for_a_person_if_the_message_says_anything_else(
        self, world: World, moved: str, beside: dict[str, str]
    ) -> None:
        self.told(world, moved, **beside)
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"ann": "settled"}, 1)

    def test_coming_back_is_always_for_a_person(self, world: World) -> None:
        collect(world, statement(debit(world, "eve"), message="M-0"))
        self.told(world, "360.00 EUR", side="CRDT", back=COMES_BACK, InstdAmt="400.00 USD")
        assert (stages(world)["eve"], len(asks(world))) == ("settled", 1)

    def test_of_a_whole_file_is_held_against_what_was_instructed(self, world: World) -> None:
        instructed = tag("AmtDtls", tag("InstdAmt", money("1200.00")))
        whole = tag("TxDtls", tag("Refs", tag("MsgId", file_of(world))), instructed)
        collect(world, statement(entry("1100.00", whole, currency="EUR")))
        assert (stages(world), asks(world)) == (ALL_SETTLED, [])

    def test_of_a_whole_file_is_for_a_person_where_another_sum_was_instructed(self, world: World) -> None:
        instructed = tag("AmtDtls", tag("InstdAmt", money("1100.00")))
        whole = tag("TxDtls", tag("Refs", tag("MsgId", file_of(world))), instructed)
        collect(world, statement(entry("1200.00", whole)))
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)


class TestOneStrangeEntry:
    @pytest.mark.parametrize(
        "strange",
        [
            FEE,
            entry("12.50"),
            entry("12.50", detail("")),
            entry("99.00", detail("NOTPROVIDED", amount="99.00")),
            entry("400.00", detail("A" * 26, amount="400.00"), side="XXXX"),
            entry("1000000000000000.01"),
            entry("1,000.00"),
            entry("-5.00"),
            entry("\u0664\u0660\u0660"),
            entry("400.00", currency=""),
            entry("400.00", extra=tag("RvslInd", "maybe")),
            tag("Ntry"),
            entry("7.00", side="CRDT"),
        ],
    )
    def test_waits_and_the_healthy_one_beside_it_is_taken(self, world: World, strange: str) -> None:
        collect(world, statement(strange, debit(world, "eve"), strange))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        assert len(asks(world)) == 2
        assert all(text.startswith(("<Ntry", "<TxDtls")) for text in words(world))
        assert world.parked() == []

    def test_in_another_currency_waits_alone(self, world: World) -> None:
        euros = entry("400.00", detail(identifier(world, "ann"), amount="400.00", currency="EUR"), currency="EUR")
        collect(world, statement(euros, debit(world, "eve")))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"eve": "settled"}, 1)

    def test_of_another_amount_waits_and_parks_nobody(self, world: World) -> None:
        collect(world, statement(debit(world, "ann", "400.01"), debit(world, "eve")))
        assert (stages(world), len(asks(world)), world.parked()) == (ALL_OUT | {"eve": "settled"}, 1, [])

    def test_that_is_money_of_another_reason_is_nobodys_matter(self, world: World) -> None:
        wages = entry("7.00", detail("INVOICE-7", amount="7.00"), side="CRDT")
        rent = entry("7.00", side="CRDT", extra=sub_family("ESCT", "RCDT"))
        assert (collect(world, statement(wages, rent)), asks(world)) == ([], [])


def test_two_messages_with_one_identity_and_other_content_are_two_messages(world: World) -> None:
    collect(world, statement(debit(world, "eve"), message="(abc)"), statement(debit(world, "ida"), message="[abc]"))
    assert stages(world) == ALL_SETTLED | {"ann": "batched"}
    assert world.parked() == []
