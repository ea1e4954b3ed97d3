"""One entry of our account has one effect, however many messages tell of it, and whichever comes first."""

from __future__ import annotations

from itertools import permutations

import pytest

from contracts.bank import BankResult
from contracts.casework import Officer
from services.payments.bank import open_items
from services.payments.ledger import balances
from tests.services.payments.letters import (
    AT,
    Letter,
    asks,
    code,
    collect,
    detail,
    entry,
    judged,
    statement,
    status_report,
    sub_family,
    tag,
)
from tests.services.payments.three import ALL_OUT, ALL_SETTLED, PEOPLE, file_of, identifier, stages
from tests.services.payments.world import FILED, World

STATEMENT = "camt.053.001.08"
COMES_BACK = tag("RtrInf", tag("Rsn", code("AC04")))
EVE_PAID = ALL_OUT | {"eve": "settled"}


@pytest.fixture
def world(three: World) -> World:
    return three


def reference(text: str) -> str:
    return tag("AcctSvcrRef", text)


def under(text: str, *details: str, amount: str = "400.00", **more: str) -> str:
    """An entry under a reference of the bank."""
    return entry(amount, *details, extra=reference(text) + more.pop("extra", ""), **more)


def paid(world: World, person: str = "eve", text: str = "E-1") -> str:
    return under(text, detail(identifier(world, person), amount="400.00"))


def of_an_account(letter: Letter, account: str) -> Letter:
    kind, body = letter
    return kind, body.replace("<Id>1</Id>", f"<Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>")


def spent(world: World) -> int:
    with world.database.begin() as connection:
        return -balances(connection).get(("cash:bank", "USD"), 0)


def a_person_says(world: World, result: BankResult, person: str) -> None:
    named = [identifier(world, person)]
    with world.database.begin() as connection:
        [item] = open_items.waiting(connection)
        payments = open_items.payments_named(connection, named, None)
        signed = open_items.Signed(Officer(staff="officer-7", role="payments"), "The bank was asked.", AT)
        open_items.settle(connection, item, open_items.Settlement(result, payments, FILED), signed)


class TestADebitToldByANotificationAndAStatement:
    @pytest.mark.parametrize("kinds", [("camt.054.001.08", STATEMENT), (STATEMENT, "camt.054.001.08")])
    def test_is_booked_once_and_nothing_waits(self, world: World, kinds: tuple[str, str]) -> None:
        for number, kind in enumerate(kinds):
            collect(world, statement(paid(world), kind=kind, message=f"M-{number}"))
        assert (stages(world), asks(world), spent(world)) == (EVE_PAID, [], 40000)
        assert world.is_sound()

    def test_under_another_reference_is_another_debit_and_is_for_a_person(self, world: World) -> None:
        collect(world, statement(paid(world)))
        collect(world, statement(paid(world, text="E-2"), kind=STATEMENT, message="M-2"))
        assert (stages(world), spent(world)) == (EVE_PAID, 40000)
        [why] = asks(world)
        assert "as another entry" in why

    def test_on_another_account_is_another_debit(self, world: World) -> None:
        collect(world, of_an_account(statement(paid(world)), "DE02120300000000202051"))
        collect(world, of_an_account(statement(paid(world), message="M-2"), "DE02500105170137075030"))
        assert len(asks(world)) == 1

    @pytest.mark.parametrize("text", ["NONREF", "NOTPROVIDED", ""])
    def test_without_a_reference_in_one_of_them_is_the_same_debit(self, world: World, text: str) -> None:
        collect(world, statement(paid(world, text=text)), statement(paid(world, text="E-2"), message="M-2"))
        collect(world, statement(paid(world, text=text), message="M-3"))
        assert (stages(world), asks(world)) == (EVE_PAID, [])

    def test_is_recognised_by_the_reference_of_its_transaction(self, world: World) -> None:
        refs = tag("Refs", tag("AcctSvcrRef", "T-1"), tag("EndToEndId", identifier(world, "eve")))
        alone = entry("400.00", tag("TxDtls", refs))
        among = under(
            "E-9", tag("TxDtls", refs, "<Amt Ccy='USD'>400.00</Amt>"), detail("", amount="1.00"), amount="401.00"
        )
        collect(world, statement(alone), statement(among, kind=STATEMENT, message="M-2"))
        assert stages(world) == EVE_PAID
        assert len(asks(world)) == 1, "the transaction beside it alone waits"

    def test_twice_in_one_message_under_one_reference_is_one_debit(self, world: World) -> None:
        collect(world, statement(paid(world), paid(world)))
        assert (stages(world), asks(world)) == (EVE_PAID, [])


class TestWhatNobodyUnderstands:
    STRANGE = under("E-1", amount="12.50")

    def test_waits_once_though_a_notification_and_a_statement_tell_of_it(self, world: World) -> None:
        collect(world, statement(self.STRANGE))
        collect(world, statement(self.STRANGE, kind=STATEMENT, message="M-2"))
        assert len(asks(world)) == 1

    def test_waits_once_though_its_statement_comes_again_under_another_message(self, world: World) -> None:
        for message in ("M-1", "M-2"):
            collect(world, statement(entry("12.50"), entry("12.50"), kind=STATEMENT, message=message))
        assert len(asks(world)) == 2, "each of the two entries once"

    def test_is_not_asked_again_once_a_person_has_set_it_aside(self, world: World) -> None:
        collect(world, statement(self.STRANGE))
        with world.database.begin() as connection:
            [item] = open_items.waiting(connection)
            signed = open_items.Signed(Officer(staff="officer-7", role="payments"), "A fee.", AT)
            open_items.dismiss(connection, item, signed)
        collect(world, statement(self.STRANGE, kind=STATEMENT, message="M-2"))
        assert asks(world) == []

    @pytest.mark.parametrize("order", list(permutations(range(2))))
    def test_is_explained_by_the_message_that_names_the_payment(self, world: World, order: tuple[int, ...]) -> None:
        letters = [statement(under("E-1")), statement(paid(world), kind=STATEMENT, message="M-2")]
        for number in order:
            collect(world, letters[number])
        assert (stages(world), asks(world), spent(world)) == (EVE_PAID, [], 40000)
        assert world.is_sound()

    def test_is_not_explained_by_a_part_of_its_amount(self, world: World) -> None:
        collect(world, statement(under("E-1", amount="500.00")))
        collect(world, statement(paid(world), kind=STATEMENT, message="M-2"))
        assert (stages(world), len(asks(world))) == (EVE_PAID, 1)

    def test_and_a_person_explained_otherwise_than_the_bank_later_does_is_for_a_person(self, world: World) -> None:
        collect(world, statement(under("E-1")))
        a_person_says(world, BankResult.SETTLED, "ann")
        collect(world)
        collect(world, statement(paid(world), kind=STATEMENT, message="M-2"))
        assert (stages(world), spent(world)) == (ALL_OUT | {"ann": "settled"}, 40000)
        assert asks(world) == ["A named person has said that this entry is another payment."]


class TestMoneyThatComesBack:
    def back(self, world: World, text: str) -> str:
        return under(text, detail(identifier(world, "eve"), COMES_BACK, amount="400.00"), side="CRDT")

    @pytest.fixture(autouse=True)
    def settled(self, world: World) -> None:
        collect(world, statement(paid(world), message="M-0"))

    def test_told_twice_under_one_reference_comes_back_once(self, world: World) -> None:
        collect(world, statement(self.back(world, "R-1")))
        collect(world, statement(self.back(world, "R-1"), kind=STATEMENT, message="M-2"))
        assert (stages(world), asks(world)) == (ALL_OUT | {"eve": "returned"}, [])
        assert world.is_sound()

    def test_under_two_references_comes_back_once_and_the_second_is_for_a_person(self, world: World) -> None:
        collect(world, statement(self.back(world, "R-1")))
        collect(world, statement(self.back(world, "R-2"), kind=STATEMENT, message="M-2"))
        assert (stages(world), len(asks(world))) == (ALL_OUT | {"eve": "returned"}, 1)
        assert world.is_sound()

    def test_may_bear_the_reference_of_the_debit(self, world: World) -> None:
        collect(world, statement(self.back(world, "E-1")))
        assert (stages(world), asks(world)) == (ALL_OUT | {"eve": "returned"}, [])


class TestACollectiveDebitLessARefusal:
    def whole(self, world: World, text: str = "") -> Letter:
        batch = tag("Btch", tag("PmtInfId", file_of(world)))
        return statement(entry("800.00", batch, extra=reference(text) if text else ""), message="B")

    def refusal(self, world: World, message: str = "A") -> Letter:
        return status_report(file_of(world), judged(identifier(world, "eve"), "RJCT"), message=message)

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    @pytest.mark.parametrize("mailboxes", [1, 2])
    @pytest.mark.parametrize("text", ["", "E-1"])
    def test_settles_the_rest_whichever_comes_first(
        self, world: World, order: tuple[int, int], mailboxes: int, text: str
    ) -> None:
        letters = [self.refusal(world), self.whole(world, text)]
        ordered = [letters[number] for number in order]
        for mailbox in [ordered] if mailboxes == 1 else [[letter] for letter in ordered]:
            collect(world, *mailbox)
        assert stages(world) == ALL_SETTLED | {"eve": "rejected"}
        assert (asks(world), spent(world), world.is_sound()) == ([], 80000, True)

    def test_waits_until_the_refusal_is_there_and_says_by_which_message_it_fits(self, world: World) -> None:
        collect(world, self.whole(world))
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)
        collect(world, statement(entry("12.50"), message="C"))
        assert (stages(world), len(asks(world))) == (ALL_OUT, 2)
        collect(world, self.refusal(world, "D"))
        [row] = world.rows("SELECT state, explained_by, officer FROM open_item WHERE explained_by IS NOT NULL")
        assert tuple(row) == ("told", "D", None)
        assert stages(world) == ALL_SETTLED | {"eve": "rejected"}

    def test_settles_the_rest_once_a_person_said_what_was_refused(self, world: World) -> None:
        unclear = judged(identifier(world, "eve"), "RJCT", code("QQ99"))
        collect(world, status_report(file_of(world), unclear, message="A"))
        a_person_says(world, BankResult.REJECTED, "eve")
        collect(world, self.whole(world))
        assert stages(world) == ALL_SETTLED | {"eve": "rejected"}
        assert world.is_sound()

    def test_told_again_with_its_details_is_booked_once(self, world: World) -> None:
        collect(world, self.refusal(world), self.whole(world, "E-1"))
        each = [detail(identifier(world, person), amount="400.00") for person in PEOPLE if person != "eve"]
        collect(world, statement(under("E-1", *each, amount="800.00"), kind=STATEMENT, message="C"))
        assert (asks(world), spent(world)) == ([], 80000)

    def test_told_again_under_another_reference_is_for_a_person(self, world: World) -> None:
        collect(world, self.refusal(world), self.whole(world, "E-1"))
        batch = tag("Btch", tag("PmtInfId", file_of(world)))
        collect(world, statement(under("E-2", batch, amount="800.00"), kind=STATEMENT, message="C"))
        assert (spent(world), bool(asks(world))) == (80000, True)

    def test_is_told_again_after_a_crash_under_the_same_ids(self, world: World) -> None:
        """The gateway ends between what it stored and the log."""
        collect(world, self.whole(world))
        lost = collect(world, self.refusal(world), handed_on=False)
        again = collect(world)
        assert lost == again
        assert stages(world) == ALL_SETTLED | {"eve": "rejected"}


def test_a_fee_under_a_reference_is_asked_about_once(world: World) -> None:
    fee = under("F-1", amount="12.50", extra=sub_family("CHRG", "MCOP"))
    collect(world, statement(fee), statement(fee, kind=STATEMENT, message="M-2"))
    assert len(asks(world)) == 1
