"""pain.002 at its three levels: what a bank refuses for certain, and what it leaves to a person."""

from __future__ import annotations

import pytest
import yaml

from services.payments.bank.codes import FOLDER, PaymentStatus, Reason, payment_status, return_reason, status_reason
from services.payments.bank.documents import VERSIONS
from tests.services.payments.letters import asks, code, collect, document, entry, judged, statement, status_report, tag
from tests.services.payments.letters import detail as transaction
from tests.services.payments.three import ALL_OUT, ALL_REJECTED, ALL_SETTLED, PEOPLE, file_of, identifier, stages
from tests.services.payments.world import World


@pytest.fixture
def world(three: World) -> World:
    return three


def sent(world: World, copies: int) -> None:
    with world.database.begin() as connection:
        for step in ("state = 'sending'", f"state = 'sent', copies = {copies}"):
            connection.exec_driver_sql(f"UPDATE payment_file SET {step}")


def state(world: World) -> str:
    return str(world.rows("SELECT state FROM payment_file")[0].state)


class TestARefusalAboveThePayments:
    @pytest.mark.parametrize("level", ["group", "block"])
    def test_refuses_every_payment_under_it_in_every_version(self, world: World, level: str) -> None:
        sent(world, 1)
        for number in VERSIONS["pain.002"]:
            kind = f"pain.002.001.{number:02}"
            answer = status_report(file_of(world), kind=kind, reason=code("AC01"), **{level: "RJCT"})
            assert len(collect(world, answer)) == len(PEOPLE), kind
        assert stages(world) == ALL_REJECTED
        assert (state(world), asks(world)) == ("rejected", [])
        assert world.is_sound()

    def test_at_the_block_holds_though_the_group_is_accepted_in_part(self, world: World) -> None:
        collect(world, status_report(file_of(world), group="PART", block="RJCT"))
        assert stages(world) == ALL_REJECTED

    def test_without_a_reason_or_with_one_in_the_banks_own_words_is_a_refusal(self, world: World) -> None:
        collect(world, status_report(file_of(world), group="RJCT", reason="<Prtry>see our letter</Prtry>"))
        assert stages(world) == ALL_REJECTED

    def test_gives_way_to_what_is_said_of_a_single_payment(self, world: World) -> None:
        eve = judged(identifier(world, "eve"), "RJCT", code("AC04"))
        reported = collect(world, status_report(file_of(world), eve, group="RJCT", reason=code("AM10")))
        assert {event.bank_code for event in reported} == {"AC04", "AM10"}
        assert stages(world) == ALL_REJECTED

    def test_of_a_payment_that_is_accepted_beneath_it_is_for_a_person(self, world: World) -> None:
        eve = judged(identifier(world, "eve"), "ACCP")
        collect(world, status_report(file_of(world), eve, group="RJCT"))
        assert stages(world) == ALL_REJECTED | {"eve": "batched"}
        assert len(asks(world)) == 1

    @pytest.mark.parametrize("block", ["ACCP", "PDNG", "ACSC"])
    def test_of_the_group_over_a_block_that_is_not_refused_is_for_a_person(self, world: World, block: str) -> None:
        assert collect(world, status_report(file_of(world), group="RJCT", block=block)) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_of_a_file_that_we_did_not_send_is_for_a_person(self, world: World) -> None:
        assert collect(world, status_report("ANOTHER-FILE", group="RJCT")) == []
        assert len(asks(world)) == 1


class TestAStatusOfOnePayment:
    @pytest.mark.parametrize("status", ["RJCT", "CANC"])
    def test_that_ends_it_without_money_rejects_it_alone(self, world: World, status: str) -> None:
        collect(world, status_report(file_of(world), judged(identifier(world, "eve"), status), group="PART"))
        assert stages(world) == ALL_OUT | {"eve": "rejected"}
        assert asks(world) == []

    def test_on_the_way_settles_nothing(self, world: World) -> None:
        for status in ("ACCP", "ACSP", "ACTC", "ACWC", "ACWP", "PDNG", "RCVD", "ACFC"):
            assert collect(world, status_report(file_of(world), judged(identifier(world, "eve"), status))) == []
        assert (stages(world), asks(world)) == (ALL_OUT, [])

    @pytest.mark.parametrize("status", ["ACSC", "ACCC"])
    def test_that_says_settled_settles_it(self, world: World, status: str) -> None:
        collect(world, status_report(file_of(world), judged(identifier(world, "eve"), status)))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        assert world.is_sound()

    @pytest.mark.parametrize("status", ["BLCK", "XXXX", ""])
    def test_that_no_list_gives_a_meaning_is_for_a_person(self, world: World, status: str) -> None:
        collect(world, status_report(file_of(world), judged(identifier(world, "eve"), status)))
        assert stages(world) == ALL_OUT
        assert len(asks(world)) == 1

    def test_is_the_one_above_it_where_none_is_said(self, world: World) -> None:
        unsaid = judged(identifier(world, "eve"), "").replace("<TxSts></TxSts>", "")
        collect(world, status_report(file_of(world), unsaid, block="RJCT"))
        assert stages(world) == ALL_REJECTED

    def test_given_twice_and_differently_is_for_a_person(self, world: World) -> None:
        eve = identifier(world, "eve")
        collect(world, status_report(file_of(world), judged(eve, "RJCT"), judged(eve, "ACSC")))
        assert len(asks(world)) == 1
        assert world.parked() == []

    @pytest.mark.parametrize("order", [("RJCT", "ACCP"), ("ACCP", "RJCT"), ("ACSC", "PDNG")])
    def test_given_twice_and_differently_changes_nothing(self, world: World, order: tuple[str, str]) -> None:
        eve = identifier(world, "eve")
        collect(world, status_report(file_of(world), *(judged(eve, status) for status in order)))
        assert stages(world) == ALL_OUT
        assert asks(world) == ["The report judges a payment twice, differently."]

    @pytest.mark.parametrize("file", ["ANOTHER-FILE", "TIDEOVER-20240122-P0000-0009"])
    def test_in_the_answer_to_another_file_than_its_own_is_for_a_person(self, world: World, file: str) -> None:
        eve = judged(identifier(world, "eve"), "RJCT", code("AC04"))
        assert collect(world, status_report(file, eve, group="PART")) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_that_contradicts_a_booking_is_for_a_person_and_parks_nobody(self, world: World) -> None:
        eve = identifier(world, "eve")
        booked = statement(entry("400.00", transaction(eve, amount="400.00")), message="M-0")
        collect(world, booked)
        collect(world, status_report(file_of(world), judged(eve, "RJCT")))
        assert stages(world) == ALL_OUT | {"eve": "settled"}
        assert (world.parked(), len(asks(world))) == ([], 1)


class TestAFileAcceptedInPart:
    def test_is_for_a_person_where_nothing_says_which_part(self, world: World) -> None:
        assert collect(world, status_report(file_of(world), group="PART")) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)

    def test_settles_as_a_whole_where_the_group_says_so(self, world: World) -> None:
        collect(world, status_report(file_of(world), group="ACSC"))
        assert stages(world) == ALL_SETTLED
        assert world.is_sound()


class TestADuplicate:
    @pytest.mark.parametrize(("reason", "level"), [("AM05", "group"), ("DU01", "block"), ("DUPL", "group")])
    def test_of_a_file_sent_again_says_that_the_first_copy_is_there(
        self, world: World, reason: str, level: str
    ) -> None:
        sent(world, 2)
        answer = status_report(file_of(world), reason=code(reason), **{level: "RJCT"})
        assert collect(world, answer) == []
        assert (stages(world), state(world), asks(world)) == (ALL_OUT, "accepted", [])
        collect(world, *(paid(world, person) for person in PEOPLE))
        assert stages(world) == ALL_SETTLED
        assert world.is_sound()

    def test_of_each_payment_of_a_file_sent_again_says_so_too(self, world: World) -> None:
        sent(world, 2)
        reasons = zip(PEOPLE, ("AM05", "DU03", "DU04"), strict=True)
        each = [judged(identifier(world, person), "RJCT", code(reason)) for person, reason in reasons]
        assert collect(world, status_report(file_of(world), *each)) == []
        assert (stages(world), asks(world)) == (ALL_OUT, [])

    @pytest.mark.parametrize("level", ["group", "block"])
    def test_of_a_file_sent_once_is_a_question_for_a_person(self, world: World, level: str) -> None:
        sent(world, 1)
        assert collect(world, status_report(file_of(world), reason=code("AM05"), **{level: "RJCT"})) == []
        assert (stages(world), state(world), len(asks(world))) == (ALL_OUT, "sent", 1)

    def test_of_payments_of_a_file_sent_once_is_one_question_for_a_person(self, world: World) -> None:
        sent(world, 1)
        each = [judged(identifier(world, person), "RJCT", code("AM05")) for person in PEOPLE]
        assert collect(world, status_report(file_of(world), *each)) == []
        assert len(asks(world)) == 1

    def test_is_not_undone_by_what_is_said_of_a_payment_beneath_it(self, world: World) -> None:
        sent(world, 2)
        eve = judged(identifier(world, "eve"), "RJCT", code("DT01"))
        assert collect(world, status_report(file_of(world), eve, group="RJCT", reason=code("DUPL"))) == []
        assert stages(world) == ALL_OUT


class TestAFileSentAgain:
    def test_and_refused_for_another_reason_is_for_a_person_since_a_copy_may_settle(self, world: World) -> None:
        sent(world, 2)
        assert collect(world, status_report(file_of(world), group="RJCT", reason=code("DT01"))) == []
        assert (stages(world), len(asks(world))) == (ALL_OUT, 1)


def test_a_report_that_answers_several_files_at_once_is_for_a_person(world: World) -> None:
    groups = (
        tag("OrgnlGrpInfAndSts", tag("OrgnlMsgId", file), tag("GrpSts", status))
        for file, status in (("ANOTHER-FILE", "ACCP"), (file_of(world), "RJCT"))
    )
    assert collect(world, document("pain.002.001.10", *groups)) == []
    assert (stages(world), len(asks(world))) == (ALL_OUT, 2)


def test_a_refusal_for_a_reason_on_no_list_is_for_a_person(world: World) -> None:
    collect(world, status_report(file_of(world), judged(identifier(world, "eve"), "RJCT", code("QQ99"))))
    assert (stages(world), len(asks(world))) == (ALL_OUT, 1)


def test_every_list_of_codes_names_its_source_and_its_day_and_no_code_twice() -> None:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text("utf-8")
        assert "# Source:" in text, path.name
        assert "taken 2026-11-29" in " ".join(text.replace("#", "").split()), path.name
    for group in (yaml.safe_load((FOLDER / "reasons.yaml").read_text("utf-8"))).values():
        codes = [code for meaning in group.values() for code in meaning]
        assert len(codes) == len(set(codes)) > 90
    assert (payment_status("CANC"), payment_status("ACSC")) == (PaymentStatus.REFUSED, PaymentStatus.SETTLED)
    assert (status_reason("DU01"), status_reason("AC04")) == (Reason.DUPLICATE, Reason.PLAIN)
    assert (return_reason("AM05"), return_reason("MD07"), return_reason("QQ99")) == (
        Reason.DUPLICATE,
        Reason.PLAIN,
        Reason.UNCLEAR,
    )


def paid(world: World, person: str) -> tuple[str, str]:
    eve = identifier(world, person)
    return statement(entry("400.00", transaction(eve, amount="400.00")), message=f"B-{person}")
