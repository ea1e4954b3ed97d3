"""The edge to the bank: a doubt stays a doubt, changed bytes are never sent, strange messages stop nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.exc import OperationalError

from services.demo.bank.replies import Paid, notification
from services.demo.bank.server import BankOnLoopback, bank_on_loopback
from services.payments.bank import mailbox, taking_in
from services.payments.bank.gateway import BankGateway, BankNotLocal
from services.payments.bank.sealed_files import SealBroken
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from tests.services.payments.world import FILED, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).assesses(40000, 1).closes().releases()


def states(world: World) -> list[str]:
    return [row.state for row in world.rows("SELECT state FROM payment_file ORDER BY name")]


class Rude(BaseHTTPRequestHandler):
    """A bank that reads the file and hangs up without a word."""

    received: list[bytes]

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@contextmanager
def rude_bank() -> Iterator[tuple[str, list[bytes]]]:
    received: list[bytes] = []
    server = HTTPServer(("127.0.0.1", 0), type("Door", (Rude,), {"received": received}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class TestASendThatIsInDoubt:
    def test_is_never_repeated_on_its_own(self, world: World) -> None:
        with rude_bank() as (url, received):
            gateway = BankGateway(url, world.cipher)
            assert [gateway.send_sealed(world.database) for _ in range(3)] == [0, 0, 0]
        assert len(received) == 1
        assert states(world) == ["unknown"]
        assert "1 files of which we do not know" in world.report().waiting[0]

    def test_is_sent_again_by_order_with_the_same_bytes_alone(self, world: World) -> None:
        with rude_bank() as (url, received):
            gateway = BankGateway(url, world.cipher)
            gateway.send_sealed(world.database)
            [name] = [row.name for row in world.rows("SELECT name FROM payment_file")]
            gateway.send_again(world.database, name)
        assert len(received) == 2
        assert received[0] == received[1]

    def test_includes_one_that_a_crash_cut_off_in_the_middle(self, world: World) -> None:
        with world.database.begin() as connection:
            connection.exec_driver_sql("UPDATE payment_file SET state = 'sending'")
        with bank_on_loopback(FILED) as bank:
            assert BankGateway(bank.url, world.cipher).send_sealed(world.database) == 0
        assert states(world) == ["unknown"]

    def test_cannot_be_sent_again_when_it_is_not_in_doubt(self, world: World) -> None:
        [name] = [row.name for row in world.rows("SELECT name FROM payment_file")]
        with bank_on_loopback(FILED) as bank, pytest.raises(LookupError):
            BankGateway(bank.url, world.cipher).send_again(world.database, name)


class TestASealedFileWhoseBytesChanged:
    def tampered(self, world: World) -> None:
        with world.database.begin() as connection:
            for (trigger,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'payment_file'"
            ).all():
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            [row] = connection.exec_driver_sql("SELECT name, body_sealed FROM payment_file").all()
            body = world.cipher.open(row.name, "payment-file", row.body_sealed)
            forged = world.cipher.seal({row.name: {"payment-file": body.replace("400.00", "900.00")}})[row.name]
            connection.exec_driver_sql("UPDATE payment_file SET body_sealed = ?", (forged["payment-file"],))

    def test_is_noticed_and_not_sent(self, world: World) -> None:
        self.tampered(world)
        with rude_bank() as (url, received), pytest.raises(SealBroken):
            BankGateway(url, world.cipher).send_sealed(world.database)
        assert received == []
        assert states(world) == ["sealed"]

    def test_is_a_difference_in_the_report(self, world: World) -> None:
        assert world.report().differences == ()
        self.tampered(world)
        [difference] = world.report().differences
        assert "do not have the digest" in difference


class TestAMessageOfTheBank:
    def hand_in(self, world: World, *messages: tuple[str, str]) -> int:
        listing = json.dumps([{"type": kind, "body": body} for kind, body in messages]).encode()
        with world.database.begin() as connection:
            mailbox.keep(connection, world.cipher, listing)
            return len(taking_in.take_in(connection, mailbox.waiting(connection, world.cipher).values()))

    def booking(self, end_to_end: str) -> tuple[str, str]:
        paid = Paid("F", end_to_end, "400.00", "USD", "1")
        return "camt.054.001.08", notification("M-1", FILED, [paid], credit=False)

    def test_that_cannot_be_read_is_set_aside_and_the_others_count(self, world: World) -> None:
        good = self.booking(world.payments()[0].end_to_end)
        assert self.hand_in(world, ("camt.054.001.08", "<not xml"), good) == 1
        [waiting] = [words for words in world.report().waiting if "nobody understood" in words]
        assert waiting.startswith("1 ")

    def test_about_an_identifier_that_we_never_make_is_no_event(self, world: World) -> None:
        assert self.hand_in(world, self.booking("NOTPROVIDED")) == 0

    def test_is_stored_once_and_sealed(self, world: World) -> None:
        booking = self.booking(world.payments()[0].end_to_end)
        self.hand_in(world, booking)
        self.hand_in(world, booking)
        [row] = world.rows("SELECT body_sealed FROM bank_message")
        assert b"EndToEndId" not in row.body_sealed


class Dies(BankGateway):
    """A gateway whose process ends in the middle of a collection: before or after the bank has handed out."""

    bank: BankOnLoopback
    at: str

    def _call(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        if path.endswith("leave"):
            answer = super()._call(method, path, body)
            self.bank.advance_to(FILED + timedelta(days=10))  # the bank books between the look and the taking
            return answer
        if path.endswith("mailbox") and self.at == "before":
            raise SystemExit
        answer = super()._call(method, path, body)
        if path.endswith("mailbox"):
            raise SystemExit
        return answer


class TestACollectionThatIsCutOff:
    @pytest.mark.parametrize("at", ["before", "after"])
    def test_loses_nothing_of_what_the_bank_has_handed_out(self, world: World, at: str) -> None:
        with bank_on_loopback(FILED) as bank:
            BankGateway(bank.url, world.cipher).send_sealed(world.database)
            dies = Dies(bank.url, world.cipher)
            dies.bank, dies.at = bank, at
            with pytest.raises(SystemExit):
                dies.collect(world.database)
            assert bool(bank.bank.waiting) is (at == "before")
            world.laptop.publish(BankGateway(bank.url, world.cipher).collect(world.database))
            world.laptop.run_until_quiet()
        assert [row.stage for row in world.payments()] == ["settled"]
        assert world.is_sound()

    def test_takes_nothing_that_the_database_could_not_keep(self, world: World) -> None:
        with bank_on_loopback(FILED) as bank:
            gateway = BankGateway(bank.url, world.cipher)
            gateway.collect(world.database)
            gateway.send_sealed(world.database)
            with world.database.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE bank_message RENAME TO away")
            with pytest.raises(OperationalError):
                gateway.collect(world.database)
            assert bank.bank.waiting, "the bank's answer to the file is still there"
            with world.database.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE away RENAME TO bank_message")
            gateway.collect(world.database)
            assert not bank.bank.waiting
        assert states(world) == ["accepted"]


@pytest.mark.parametrize("length", ["-5", "abc", "1e3", "\u00b2", "9" * 40, "1 1"])
def test_the_bank_on_loopback_refuses_a_length_that_is_none(length: str, capfd: pytest.CaptureFixture[str]) -> None:
    with bank_on_loopback(FILED) as bank:
        for path in ("/payments", "/_mock/advance?to=2024-01-23"):
            connection = HTTPConnection(bank.url.removeprefix("http://"), timeout=10)
            connection.putrequest("POST", path)
            connection.putheader("Content-Length", length.encode())
            connection.endheaders()
            assert connection.getresponse().status == 400
            connection.close()
        assert bank.bank.today == FILED
    assert "Traceback" not in capfd.readouterr().err


def test_plain_http_is_spoken_to_this_machine_only() -> None:
    for url in ("http://bank.example:80", "https://127.0.0.1:1"):
        with pytest.raises(BankNotLocal):
            BankGateway(url, Cipher(bytes(32), KeyStore.in_memory()))
