"""What nobody understands waits for a named person, in the bank's own words, and holds up nobody."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner, Result

from contracts.bank import BankReported, BankResult
from contracts.casework import Officer
from contracts.in_words import InWords
from services.__main__ import app
from services.payments.bank import mailbox, open_items
from services.payments.bank.bank_messages import MessageUnreadable, read_message
from services.payments.bank.gateway import BankGateway
from tests.services.payments.letters import (
    AT,
    Letter,
    asks,
    collect,
    detail,
    document,
    entry,
    listing,
    returned,
    statement,
    status_report,
    tag,
    words,
)
from tests.services.payments.three import ALL_OUT, ALL_REJECTED, file_of, identifier, stages
from tests.services.payments.world import FILED, World

EVE_PAID = ALL_OUT | {"eve": "settled"}
BOMB = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"


@pytest.fixture
def world(three: World) -> World:
    return three


def paid(world: World, person: str = "eve", **more: str) -> Letter:
    return statement(entry("400.00", detail(identifier(world, person), amount="400.00")), **more)


class TestAStrangeMessage:
    @pytest.mark.parametrize(
        "strange",
        [
            ("camt.054.001.08", ""),
            ("camt.054.001.08", "<not xml"),
            ("camt.054.001.08", BOMB),
            ("camt.054.001.08", "<Document/>"),
            ("camt.054.001.08", "\x00\x01"),
            ("camt.054.001.08", "\U0001f4b6" * 9),
            ("camt.054.001.08", returned()[1]),
            ("camt.054.001.01", statement(kind="camt.054.001.01")[1]),
            ("pain.002.001.10", status_report("F", group="RJCT")[1].replace("CreDtTm>2", "CreDtTm>x")),
            ("camt.054.001.08", status_report("F")[1].replace("pain.002.001.10", "camt.054.001.08")),
            ("camt.029.001.09", "<Document/>"),
            ("pain.002.001.10", tag("Document", tag("CstmrPmtStsRpt"), attributes=' xmlns="urn:example"')),
        ],
    )
    def test_waits_in_its_own_words_and_those_beside_it_are_taken(self, world: World, strange: Letter) -> None:
        collect(world, strange, paid(world))
        assert stages(world) == EVE_PAID
        assert len(asks(world)) == 1
        [text] = words(world)
        assert text == strange[1] or json.loads(text)["body"] == strange[1]

    def test_cut_off_in_the_middle_waits(self, world: World) -> None:
        kind, body = paid(world, "ann")
        collect(world, (kind, body[:-60]), paid(world))
        assert (stages(world), len(asks(world))) == (EVE_PAID, 1)

    @pytest.mark.parametrize("identity", ["(abc)", " abc", "", "a" * 400, "été", "\u202eabc", "-"])
    def test_identity_is_mended_and_hinders_nothing(self, world: World, identity: str) -> None:
        [event] = collect(world, paid(world, message=identity))
        assert 0 < len(event.message) <= 80
        assert (stages(world), asks(world)) == (EVE_PAID, [])

    @pytest.mark.parametrize(
        "item",
        [
            {"body": "<x/>"},
            {"type": "camt.054.001.08", "body": None},
            {"type": None, "body": "<x/>"},
            {"type": "camt.054.001.08"},
            {"type": "camt.054.001.08", "body": "half a sign: \ud83d"},
            {"type": "camt.054" + "x" * 90, "body": "<x/>"},
            {"type": "camt.054\ud800", "body": "<x/>"},
            {"type": "camt.054\x00", "body": "<x/>"},
            {"type": ["camt.054"], "body": {}},
            None,
            7,
            [],
            "camt.054",
        ],
    )
    def test_in_the_list_of_a_mailbox_waits_and_those_beside_it_are_taken(self, world: World, item: object) -> None:
        healthy = json.loads(listing([paid(world)]))
        collect(world, raw=json.dumps([item, *healthy, item]).encode())
        assert (stages(world), len(asks(world))) == (EVE_PAID, 1)
        assert [json.loads(text) for text in words(world)] == [item]

    @pytest.mark.parametrize("raw", [b"", b"{", b"null", b"\xff\xfe", b"[" * 5000, b"<html>busy</html>", b'"x"'])
    def test_list_is_kept_and_the_next_one_is_taken(self, world: World, raw: bytes) -> None:
        assert collect(world, raw=raw) == []
        collect(world, paid(world))
        assert (stages(world), len(asks(world))) == (EVE_PAID, 1)

    def test_is_asked_about_once_however_often_it_comes(self, world: World) -> None:
        for _ in range(3):
            collect(world, statement(entry("12.50")))
        assert len(asks(world)) == 1

    def test_leaves_nothing_of_itself_in_the_log(self, world: World, capfd: pytest.CaptureFixture[str]) -> None:
        collect(world, ("camt.054.001.08", "<secret-4711"), statement(entry("47.11", detail("SECRET-4711"))))
        assert "4711" not in "".join(capfd.readouterr())
        assert len(asks(world)) == 2

    def test_is_sealed_where_it_lies(self, world: World, tmp_path: Path) -> None:
        collect(world, ("camt.054.001.08", "<secret-4711"), statement(entry("47.11", detail("SECRET-4711"))))
        assert any("SECRET-4711" in text for text in words(world)), "the check must be able to bite"
        world.laptop.close()
        assert not [path.name for path in (tmp_path / "three").iterdir() if b"secret-4711" in path.read_bytes().lower()]

    def test_whose_stored_bytes_changed_waits_and_those_beside_it_are_taken(self, world: World) -> None:
        letters = [statement(entry("1.00"), message="A"), paid(world)]
        with world.database.begin() as connection:
            mailbox.keep(connection, world.cipher, listing(letters[:1]))
            connection.exec_driver_sql("UPDATE bank_message SET body_sealed = X'0100'")
        collect(world, letters[1])
        assert (stages(world), asks(world)) == (EVE_PAID, ["The stored bytes cannot be opened."])
        assert words(world)[0].startswith("(The stored bytes")

    def test_of_a_report_in_the_course_of_a_day_is_left(self, world: World) -> None:
        assert collect(world, document("camt.053.001.08", message="x"), ("camt.052.001.08", "<Document/>")) == []
        assert asks(world) == []


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_bytes_make_the_reader_do_anything_but_read_or_refuse(data: st.DataObject) -> None:
    """A message with a piece cut out, doubled or overwritten is read, or it is refused."""
    letters = [
        statement(entry("400.00", detail("A" * 26, amount="400.00")), entry("1.00")),
        status_report("F", tag("TxInfAndSts", tag("TxSts", "RJCT")), group="PART"),
        returned(tag("TxInf", tag("OrgnlEndToEndId", "A" * 26))),
    ]
    kind, body = data.draw(st.sampled_from(letters))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    other = data.draw(st.one_of(st.text(max_size=12), st.just(body[start:end] * 2)))
    with suppress(MessageUnreadable):
        read_message(kind, (body[:start] + other + body[end:]).encode("utf-8", "replace"))


class TestAtTheCommandLine:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        world = World(tmp_path).assesses(40000, 1).closes()
        [row] = world.payments()
        back = tag("RtrInf", tag("Rsn", tag("Cd", "AC04")))
        collect(world, statement(entry("400.00", detail(row.end_to_end, amount="400.00")), message="M-0"))
        collect(world, statement(entry("385.00", detail(row.end_to_end, back, amount="385.00"), side="CRDT")))
        world.laptop.close()
        (tmp_path / "keys").mkdir()
        shutil.copy(tmp_path / "master.key", tmp_path / "keys" / "payments.key")
        shutil.copy(tmp_path / "keys.db", tmp_path / "keys" / "data-keys.db")
        return tmp_path

    def run(self, folder: Path, *words: str) -> str:
        result = self.called(folder, *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, folder: Path, *words: str) -> str:
        fault = self.called(folder, *words).exception
        assert isinstance(fault, InWords), fault
        return str(fault)

    def called(self, folder: Path, *words: str) -> Result:
        return CliRunner().invoke(app, ["bank", *words, "--folder", str(folder)], env={"COLUMNS": "200"})

    def item(self, folder: Path) -> str:
        [waiting] = json.loads(self.run(folder, "waiting", "--json"))
        return str(waiting["item"])[:8]

    def again(self, folder: Path) -> World:
        return World(folder, ())

    def test_what_waits_is_listed_with_its_words(self, folder: Path) -> None:
        listed = self.run(folder, "waiting")
        assert "no charge that explains it" in listed
        assert "385.00" in listed
        assert "<Cd>AC04</Cd>" in self.run(folder, "show", self.item(folder))

    def test_a_named_person_settles_it_and_the_event_names_them(self, folder: Path) -> None:
        identity = self.payment(folder)
        self.run(
            folder, "settle", self.item(folder), "--as", "returned", "--payment", identity, "--charges", "15.00",
            "--officer", "officer-7", "--reason", "The bank told us of its charge by telephone.",
        )  # fmt: skip
        world = self.again(folder)
        assert [row.stage for row in world.payments()] == ["returned"]
        assert world.is_sound()
        assert b'"officer-7"' in [message.raw for message in world.laptop.log("bank")][-1]
        assert self.run(folder, "waiting") == "Nothing of the bank waits.\n"

    def test_a_named_person_sets_it_aside(self, folder: Path) -> None:
        self.run(folder, "dismiss", self.item(folder), "--officer", "officer-7", "--reason", "A gift.")
        assert self.run(folder, "waiting") == "Nothing of the bank waits.\n"
        assert [row.stage for row in self.again(folder).payments()] == ["settled"]

    def test_what_is_missing_or_wrong_is_told_in_a_sentence(self, folder: Path) -> None:
        item = self.item(folder)
        named = ("--officer", "officer-7", "--reason", "because")
        assert "has nothing in it" in self.called(folder, "dismiss", item, "--officer", "x", "--reason", " ").output
        assert "has nothing in it" in self.called(folder, "dismiss", item, "--officer", "", "--reason", "why").output
        assert "Name the officer" in self.refused(folder, "dismiss", item, "--officer", "Jo Doe", "--reason", "why")
        assert "No waiting items" in self.refused(folder, "dismiss", "zzz", *named)
        settle = ("settle", item, "--as", "returned", *named)
        assert "at least one payment" in self.refused(folder, *settle)
        assert "There is no payment" in self.refused(folder, *settle, "--payment", "A" * 26)
        assert "There is no file" in self.refused(folder, *settle, "--file", "F")
        payment = ("--payment", self.payment(folder))
        assert "no amount in USD" in self.refused(folder, *settle, *payment, "--charges", "1,5")
        assert "charges are more" in self.refused(folder, *settle, *payment, "--charges", "401")
        assert "Write the day" in self.refused(folder, *settle, *payment, "--day", "1.2.2024")
        assert "out of all bounds" in self.refused(folder, *settle, *payment, "--day", "0001-01-01")
        assert self.item(folder) == item

    def payment(self, folder: Path) -> str:
        [row] = self.again(folder).payments()
        return str(row.end_to_end)


class TestAFileInDoubtOfWhichAPersonSaysWhatBecame:
    @pytest.fixture
    def doubtful(self, world: World) -> World:
        """The file went out twice, and the bank refused one of the copies."""
        for step in ("state = 'sending'", "state = 'unknown', copies = 2"):
            self.change(world, step)
        collect(world, status_report(file_of(world), group="RJCT", reason=tag("Cd", "AM18")))
        return world

    def change(self, world: World, step: str) -> None:
        with world.database.begin() as connection:
            connection.exec_driver_sql(f"UPDATE payment_file SET {step}")

    def says(self, world: World, result: BankResult, *people: str) -> str:
        """What the file is afterwards."""
        identifiers = [identifier(world, person) for person in people]
        file = None if people else file_of(world)
        with world.database.begin() as connection:
            [item] = open_items.waiting(connection)
            payments = open_items.payments_named(connection, identifiers, file)
            signed = open_items.Signed(Officer(staff="officer-7", role="payments"), "The bank was asked.", AT)
            open_items.settle(connection, item, open_items.Settlement(result, payments, FILED), signed)
        [row] = world.rows("SELECT state FROM payment_file")
        return str(row.state)

    def test_is_never_sent_again_once_they_say_that_it_was_refused(self, doubtful: World) -> None:
        assert self.says(doubtful, BankResult.REJECTED) == "rejected"
        gateway = BankGateway("http://127.0.0.1:1", doubtful.cipher)
        with pytest.raises(LookupError):
            gateway.send_again(doubtful.database, file_of(doubtful))
        collect(doubtful)
        assert stages(doubtful) == ALL_REJECTED
        assert doubtful.is_sound()

    def test_is_known_to_the_bank_when_one_payment_in_it_was_refused(self, doubtful: World) -> None:
        assert self.says(doubtful, BankResult.REJECTED, "eve") == "accepted"

    def test_is_known_to_the_bank_when_it_was_paid(self, doubtful: World) -> None:
        assert self.says(doubtful, BankResult.SETTLED) == "accepted"

    def test_is_not_judged_while_it_is_being_sent(self, doubtful: World) -> None:
        self.change(doubtful, "state = 'sending'")
        with pytest.raises(open_items.NotSettled, match="being sent"):
            self.says(doubtful, BankResult.REJECTED)
        assert len(asks(doubtful)) == 1


def test_the_database_closes_nothing_without_a_name_and_a_reason(world: World) -> None:
    collect(world, statement(entry("12.50")))
    for officer, because in (("NULL", "NULL"), ("' '", "'why'"), ("'officer-7'", "' '")):
        change = f"UPDATE open_item SET state = 'dismissed', officer = {officer}, because = {because}, closed_at = 'x'"
        with pytest.raises(IntegrityError), world.database.begin() as connection:
            connection.exec_driver_sql(change)


@pytest.mark.parametrize(
    "signed", [{"officer": Officer(staff="o", role="r")}, {"because": "why"}, {"because": " "}, {"because": ""}]
)
def test_the_contract_knows_no_name_without_a_reason_and_no_reason_without_a_name(signed: dict[str, object]) -> None:
    entry_ = {"end_to_end": "A" * 26, "result": BankResult.SETTLED, "booked_on": "2024-01-22", "message": "m"}
    assert BankReported.model_validate(entry_).officer is None
    with pytest.raises(ValueError, match=r"names the person|at least 1|match pattern"):
        BankReported.model_validate(entry_ | signed)
