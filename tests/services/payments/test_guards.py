"""What the database refuses, whoever asks: each guard is shown a fault and must raise."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.bank import BankResult
from contracts.base import derived_id
from services.payments import ledger
from services.payments.accounts import BENEFIT, CASH, PAYABLE
from services.payments.ledger import Unbalanced, trial_balance
from services.payments.model import JournalEntry, Leg
from tests.services.payments.world import FILED, NOON, World, assessment


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path).assesses(40000, 1).closes().releases()
    return world.bank_says(BankResult.REJECTED, world.payments()[0])


def refuses(world: World, statement: str, words: str) -> None:
    with pytest.raises(IntegrityError, match=words), world.database.begin() as connection:
        connection.execute(text(statement))


def accepts(world: World, statement: str) -> None:
    with world.database.begin() as connection:
        connection.execute(text(statement))


def copied(world: World, **changes: object) -> str:
    """An INSERT of the world's payment once more, with changes."""
    row = world.payments()[0]._asdict()
    values = {
        **row,
        "id": uuid4().hex,
        "end_to_end": "B" * 26,
        "stage": "due",
        "file": None,
        "held_minor": 0,
        **changes,
    }
    shown = ", ".join("NULL" if one is None else repr(one) for one in values.values())
    return f"INSERT INTO instruction ({', '.join(values)}) VALUES ({shown})"


class TestTheLedger:
    @pytest.mark.parametrize("table", ["journal", "posting", "overpayment_decision"])
    def test_is_append_only(self, world: World, table: str) -> None:
        column = {"journal": "kind", "posting": "account", "overpayment_decision": "officer"}[table]
        if table == "overpayment_decision":
            decision = "'x', 'ann', 'c-1', 'k-1', 'waived', 'officer', 'article', '2024-01-01', 1, NULL"
            accepts(world, f"INSERT INTO overpayment_decision VALUES ({decision})")
        refuses(world, f"UPDATE {table} SET {column} = 'other'", "append only")
        refuses(world, f"DELETE FROM {table}", "append only")

    def test_refuses_an_entry_that_does_not_sum_to_zero(self, world: World) -> None:
        row = {"id": uuid4(), "cause": uuid4(), "kind": "x", "effective_on": FILED, "recorded_at": NOON}
        line = {"journal": row["id"], "line": 0, "account": CASH, "person": None, "amount_minor": 5, "currency": "USD"}
        with pytest.raises(Unbalanced), world.database.begin() as connection:
            ledger.write(connection, [row | {"claim": None, "certification": None, "lines": 1}], [line])

    def test_refuses_a_leg_that_moves_nothing_or_backwards(self) -> None:
        for minor in (0, -1):
            entry = JournalEntry(
                uuid4(), uuid4(), "x", FILED, NOON, "c-1", "k-1", "USD", (Leg(BENEFIT, PAYABLE, minor),)
            )
            with pytest.raises(Unbalanced):
                ledger.postings_of("ann", entry)

    def test_shows_two_faults_that_cancel_out(self, world: World) -> None:
        with world.database.begin() as connection:
            assert trial_balance(connection) == {"USD": 0}
            for number, minor in enumerate((7, -7)):
                journal = derived_id("bad", number).hex
                whole = f"'{journal}', '{journal}', 'x', '{FILED}', '{NOON}', NULL, NULL, 2"
                connection.execute(text(f"INSERT INTO journal VALUES ({whole})"))
                connection.execute(
                    text(f"INSERT INTO posting VALUES ('{journal}', 0, 'cash:bank', NULL, {minor}, 'USD')")
                )
            assert trial_balance(connection) != {"USD": 0}
        differences = world.report().differences
        assert sum("is off by" in one for one in differences) == 2
        assert sum("has 1 of its 2 lines" in one for one in differences) == 2

    def test_takes_no_further_line_into_an_entry_that_is_whole(self, world: World) -> None:
        [whole, *_] = world.rows("SELECT id, lines FROM journal")
        line = f"'{whole.id}', {whole.lines}, 'cash:bank', NULL, 5, 'USD'"
        refuses(world, f"INSERT INTO posting VALUES ({line})", "takes no more lines")

    def test_names_the_event_that_caused_each_entry(self, world: World) -> None:
        inbox = {UUID(row[0]) for row in world.rows("SELECT event_id FROM inbox")}
        files = {UUID(row[0]) for row in world.rows("SELECT id FROM payment_file")}
        causes = [UUID(row[0]) for row in world.rows("SELECT cause FROM journal")]
        assert len(causes) == 3
        assert all(cause in inbox | files for cause in causes)


class TestASecondPayment:
    @pytest.mark.parametrize("other", [{"certification": "k-2"}, {"claim": "c-2"}, {"person": "bob"}])
    def test_for_days_that_its_certification_does_not_hold_is_refused(
        self, world: World, other: dict[str, object]
    ) -> None:
        refuses(world, copied(world, **other), "not held by the certification")

    def test_of_the_same_certification_is_no_second_original(self, world: World) -> None:
        refuses(world, copied(world, sequence=1), "UNIQUE")

    def test_under_the_same_identifier_is_refused(self, world: World) -> None:
        twin = copied(world, person="bob", end_to_end=world.payments()[0].end_to_end)
        refuses(world, twin, "end_to_end")

    def test_as_a_later_attempt_is_refused_while_the_first_is_still_out(self, tmp_path: Path) -> None:
        world = World(tmp_path / "out").assesses(40000, 1).closes()
        refuses(world, copied(world, kind="reissue", attempt=2), "has not come back")

    def test_as_a_later_attempt_is_not_once_the_first_came_back(self, world: World) -> None:
        accepts(world, copied(world, kind="reissue", attempt=2))

    def test_waits_and_parks_nobody_when_two_certifications_claim_the_same_days(self, tmp_path: Path) -> None:
        world = World(tmp_path / "twice").assesses(40000, 1)
        world.hears("ann", assessment(40000, 1).model_copy(update={"certification": "k-other"}))
        assert world.parked() == []
        assert len(world.payments()) == 1


class TestADay:
    @pytest.mark.parametrize(("start", "end"), [("2024-01-07", "2024-01-21"), ("2024-01-20", "2024-01-22")])
    @pytest.mark.parametrize("claim", ["c-1", "c-2"])
    def test_that_is_paid_is_held_by_no_other_certification_or_claim(
        self, world: World, claim: str, start: str, end: str
    ) -> None:
        days = f"'ann', '{start}', '{end}', '{claim}', 'k-2'"
        refuses(world, f"INSERT INTO paid_days VALUES ({days})", "a day is paid once|UNIQUE")

    def test_of_another_person_or_after_them_is_free(self, world: World) -> None:
        accepts(world, "INSERT INTO paid_days VALUES ('bob', '2024-01-07', '2024-01-21', 'c-1', 'k-1')")
        accepts(world, "INSERT INTO paid_days VALUES ('ann', '2024-01-21', '2024-02-04', 'c-1', 'k-2')")

    def test_cannot_be_moved_onto_a_paid_one(self, world: World) -> None:
        accepts(world, "INSERT INTO paid_days VALUES ('ann', '2024-01-21', '2024-02-04', 'c-1', 'k-2')")
        refuses(
            world, "UPDATE paid_days SET period_start = '2024-01-20' WHERE certification = 'k-2'", "a day is paid once"
        )

    def test_is_needed_before_anything_is_due(self, world: World) -> None:
        refuses(world, "UPDATE position SET certification = 'k-9', touched_end = '2024-05-01'", "holds no day")


class TestASealedPayment:
    def test_keeps_its_amount_and_its_file(self, tmp_path: Path) -> None:
        world = World(tmp_path / "sealed").assesses(40000, 1).closes()
        refuses(world, "UPDATE instruction SET amount_minor = 1", "sealed payment never changes")
        refuses(world, "UPDATE instruction SET file = NULL", "sealed payment never changes")

    def test_makes_no_move_that_its_life_does_not_have(self, world: World) -> None:
        refuses(world, "UPDATE instruction SET stage = 'settled'", "cannot make this move")
        refuses(
            world, "UPDATE instruction SET stage = 'due', file = NULL, held_minor = 0", "cannot make this move|never"
        )

    def test_never_becomes_a_payment_of_something_else(self, world: World) -> None:
        refuses(world, "UPDATE instruction SET person = 'bob'", "what a payment is for never changes")
        refuses(world, "UPDATE instruction SET end_to_end = 'C'", "what a payment is for never changes")

    def test_is_never_deleted_nor_is_its_file(self, world: World) -> None:
        refuses(world, "DELETE FROM instruction", "append only")
        refuses(world, "DELETE FROM payment_file", "append only")
        refuses(world, "UPDATE payment_file SET sha256 = 'x'", "sealed file never changes")

    def test_keeps_its_days(self, tmp_path: Path) -> None:
        world = World(tmp_path / "sealed").assesses(40000, 1).closes()
        refuses(world, "UPDATE instruction SET period_start = '2024-01-08'", "sealed payment never changes")


class TestASealedFile:
    @pytest.mark.parametrize("after", ["sending", "unknown", "sent", "accepted", "rejected"])
    def test_never_goes_back_to_sealed(self, world: World, after: str) -> None:
        way = {"sent": ["sending", "sent"], "rejected": ["accepted", "rejected"]}.get(after, [after])
        for state in way:
            accepts(world, f"UPDATE payment_file SET state = '{state}'")
        refuses(world, "UPDATE payment_file SET state = 'sealed'", "a file cannot make this move")

    def test_is_never_sent_again_once_the_bank_has_spoken(self, world: World) -> None:
        accepts(world, "UPDATE payment_file SET state = 'accepted'")
        refuses(world, "UPDATE payment_file SET state = 'sending'", "a file cannot make this move")


def test_a_debt_that_no_named_person_decided_is_refused_by_the_database(world: World) -> None:
    refuses(world, "UPDATE position SET final_minor = 1", "no named person decided")
    refuses(world, "UPDATE position SET waived_minor = 1", "no named person decided")
