"""What named people do at a desk takes effect on Kafka and PostgreSQL as on a laptop, each act by its command.

Files are released by two, a fund is told of and the books are written, an outage is declared, a receipt is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.base import Envelope, Event, read
from contracts.clock import DayClosed
from contracts.waiting import FilingReceived
from services.__main__ import app
from services.payments.bank.bank_details import register_account
from services.payments.release.standing import released_names
from services.worlds import payments_cipher
from tests.services.payments.test_beancount import checked
from tests.stack.served import PARTITIONS, RUNNER, Served
from tests.stories.town import FIRST, PERSON, born, certifies, files_claim, lost_work, said, wages

DAY = FIRST + timedelta(days=20)
PAST: tuple[Event, ...] = (*(wages(month) for month in range(7, 25)), born(), lost_work())


def told(world: Served, *words: str, status: int = 0) -> str:
    """What a command prints for people, once its act has had its effects."""
    done = RUNNER.invoke(app, list(words), env=world.environment)
    assert done.exit_code == status, f"{words}: {done.output}{done.exception}"
    world.works()
    return done.output


def lives(world: Served, envelopes: Sequence[Envelope]) -> None:
    world.hears([(envelope.type.split(".")[1], envelope.subject, envelope.to_bytes()) for envelope in envelopes])
    world.works()


def closes(world: Served, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    days = [(number, DayClosed(day=day, partition=number)) for number in range(PARTITIONS)]
    lives(world, [said(closed, person=f"partition-{number}", at=at) for number, closed in days])


@pytest.fixture
def paying(empty_world: Served) -> Served:
    """Somebody is granted benefit, and the file with their first payment lies sealed."""
    with empty_world.stack.databases["payments"].begin() as connection:
        register_account(connection, payments_cipher(empty_world.settings), PERSON, "123456780:0000000042")
    lives(empty_world, [said(event) for event in (*PAST, files_claim(), certifies(0))])
    closes(empty_world, DAY)
    return empty_world


def test_every_desk_works_on_the_stack(paying: Served, tmp_path: Path) -> None:
    _a_batch_needs_two_people(paying)
    _the_books_are_whole(paying, tmp_path / "books.beancount")
    _an_outage_is_declared_and_taken_back(paying)
    _a_receipt_tells_what_was_filed(paying, tmp_path)


def _a_batch_needs_two_people(world: Served) -> None:
    amount = told(world, "batch", "list").split("USD")[0].split()[-1]
    assert amount in told(world, "batch", "show", f"{DAY}")
    by = ("--sum", amount, "--reasons", "Looked at.", "--on", f"{DAY}")
    told(world, "batch", "release", f"{DAY}", "--officer", "officer-301", *by)
    told(world, "batch", "release", f"{DAY}", "--officer", "OFFICER-301", *by, status=1)
    assert _released(world) == []
    told(world, "batch", "release", f"{DAY}", "--officer", "officer-302", *by)
    assert len(_released(world)) == 1


def _released(world: Served) -> list[str]:
    with world.stack.databases["payments"].reading() as connection:
        return released_names(connection)


def _the_books_are_whole(world: Served, file: Path) -> None:
    by = ("--officer", "staff-7", "--reasons", "Contributions of May.", "--on", f"{FIRST}")
    told(world, "books", "fund", "unemployment-trust-fund", "--sum", "5000.00", "--reference", "T-1", *by)
    assert "days" in told(world, "books", "reserve")
    told(world, "books", "export", str(file))
    assert checked(file.parent, file.read_text("utf-8")).returncode == 0


def _an_outage_is_declared_and_taken_back(world: Served) -> None:
    words = ("outage", "declare", "o-1", "--since", f"{FIRST}", "--officer", "operator-1", "--because", "A flood.")
    told(world, *words)
    assert "o-1" in told(world, "outage", "list")
    told(world, *words, "--take-back")
    assert "o-1" not in told(world, "outage", "list")


def _a_receipt_tells_what_was_filed(world: Served, folder: Path) -> None:
    events = [read(envelope) for envelope in world.stack.about(PERSON)]
    receipt = next(event.receipt for event in events if isinstance(event, FilingReceived))
    filed, another = folder / "filed.json", folder / "another.json"
    filed.write_text(said(files_claim()).to_bytes().decode(), "utf-8")
    another.write_text(said(files_claim(on=FIRST + timedelta(days=1))).to_bytes().decode(), "utf-8")
    assert "holds what was filed" in told(world, "receipt", receipt, str(filed))
    assert "does not hold" in told(world, "receipt", receipt, str(another), status=1)
