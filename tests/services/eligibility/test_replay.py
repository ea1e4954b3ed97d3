"""Every decision is computed again to the byte from what was known then, whatever became of the law since."""

from __future__ import annotations

import shutil
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, text, update

from contracts.base import Event
from contracts.registry import Separation
from law.catalogue import SCHEMES, load_scheme
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY
from services.eligibility.handlers import make_service
from services.eligibility.replay import Replayed, replay, sample_of
from services.eligibility.samples import Sample, keep_sample, last_sample
from services.eligibility.sheets import keep_sheets
from services.eligibility.stored_decisions import count_decisions, drawn, every_decision
from services.eligibility.tables import TABLES, assessment, determination, fact, sheet
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.worlds import all_services, cipher_in
from tests.services.eligibility.registry import delivered
from tests.services.eligibility.test_keeping import on_postgresql
from tests.stories.town import (
    born,
    certifies,
    files_claim,
    fill,
    lost_work,
    no_wages,
    said,
    wages,
    withdraws,
)

NAME = "us/mississippi"
LAW = (SCHEMES / f"{NAME}.yaml").read_text("utf-8")
PAST: tuple[Event, ...] = (*(wages(month) for month in range(7, 25)), born(), lost_work())
LIFE: tuple[Event, ...] = (
    *PAST,
    files_claim(),
    certifies(0),
    certifies(1, earned=(5_000, 30_000)),
    wages(10, 240_000, version=2),
    certifies(2),
    lost_work(Separation.VOLUNTARY, version=2),
    certifies(1, earned=(5_000, 0), version=2),
    no_wages(11),
)
VERSIONS = 15
"""How many there are of the determination and the three assessments of this life."""
LATER: tuple[Event, ...] = (lost_work(version=3), certifies(3), withdraws())
MAXIMUM = "          - from: 2019-12-29\n            value: 235\n"
AMENDED = "          - from: 2020-01-05\n            value: 300\n            at: (as amended)\n"


def law(sheet: str = LAW, *, file: str = "mississippi.yaml") -> Scheme:
    return load_text(sheet, file=file, vocabulary=VOCABULARY, accept_unverified=True)


def amended() -> str:
    """The same sheet with one more value behind the maximum, as a later law appends it."""
    at = LAW.index(MAXIMUM)
    end = LAW.index("      weekly_benefit_min:", at)
    return LAW[:end] + AMENDED + LAW[end:]


@contextmanager
def world(folder: Path, scheme: Scheme) -> Iterator[Laptop]:
    """All services under this law, on the folder's databases."""
    services = all_services({NAME: scheme}, partitions=1, bank_cipher=cipher_in(folder, "payments"))
    with closing(Laptop(folder, services, partitions=1)) as laptop:
        yield laptop


def told(folder: Path, events: tuple[Event, ...], scheme: Scheme, *, pieces: int) -> None:
    with world(folder, scheme) as laptop:
        fill(laptop, [said(event) for event in events], pieces=pieces)


@contextmanager
def books(folder: Path, *, writing: bool = False) -> Iterator[Connection]:
    with (
        closing(Database.on_sqlite(folder / "eligibility.db", TABLES)) as database,
        database.begin() if writing else database.reading() as connection,
    ):
        yield connection


def replayed(folder: Path) -> list[Replayed]:
    with books(folder) as connection:
        return [replay(connection, decision) for decision in every_decision(connection)]


def verdicts(folder: Path) -> Mapping[str, int]:
    return Counter(result.verdict for result in replayed(folder))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A life told event by event, with corrections, a doubt, and a fact taken back."""
    folder = tmp_path_factory.mktemp("lived")
    told(folder, LIFE, law(), pieces=len(LIFE))
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    """A copy of that world, for a test that changes it."""
    return shutil.copytree(lived, tmp_path / "copy")


def test_every_version_of_a_life_is_equal_to_the_byte(lived: Path) -> None:
    results = replayed(lived)
    assert {result.verdict for result in results} == {"equal"}
    assert (len(results), len({result.decision.kind for result in results})) == (VERSIONS, 2)
    assert all(result.because is None for result in results)


@pytest.mark.parametrize("pieces", [1, 3, 7])
def test_so_it_is_however_the_facts_fell_into_batches(tmp_path: Path, pieces: int) -> None:
    told(tmp_path, LIFE + LATER, law(), pieces=pieces)
    assert set(verdicts(tmp_path)) == {"equal"}


def test_a_comment_and_a_renamed_file_make_no_new_version(folder: Path) -> None:
    before = len(replayed(folder))
    told(folder, (certifies(2, late=1),), law(f"# a note\n{LAW}", file="renamed.yaml"), pieces=1)
    with books(folder) as connection:
        assert connection.scalars(select(sheet.c.text)).all() == [LAW]
    assert (len(replayed(folder)), set(verdicts(folder))) == (before, {"equal"})


def test_after_a_later_law_old_decisions_are_replayed_by_the_old_one_and_new_ones_by_the_new(folder: Path) -> None:
    before = len(replayed(folder))
    later = law(amended())
    told(folder, LATER, later, pieces=len(LATER))
    with books(folder) as connection:
        kept = {row.digest: row.text for row in connection.execute(select(sheet))}
    assert kept == {law().digest: LAW, later.digest: amended()}
    assert len(replayed(folder)) > before
    assert set(verdicts(folder)) == {"equal"}


def test_the_sheet_of_today_is_not_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("law.catalogue.SCHEMES", folder)
    load_scheme.cache_clear()
    assert set(verdicts(folder)) == {"equal"}


def test_a_changed_byte_of_the_derivation_is_named(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        row = connection.execute(select(determination).where(determination.c.number == 1)).one()
        changed = zlib.decompress(row.derivation).replace(b'"value":"26"', b'"value":"27"', 1)
        connection.execute(
            update(determination).where(determination.c.number == 1).values(derivation=zlib.compress(changed))
        )
    (result,) = [one for one in replayed(folder) if one.verdict != "equal"]
    assert result.decision.made == row.determination
    assert str(result.because).startswith("derivation: [")
    assert str(result.because).endswith("was 27, and is now 26.")


def test_a_changed_amount_is_named_by_its_field(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        row = connection.execute(select(assessment).where(assessment.c.number == 1)).first()
        assert row is not None
        changed = row.content.replace(b'"weeks_left":', b'"weeks_left":1')
        own = assessment.c.assessment == row.assessment
        connection.execute(update(assessment).where(own).values(content=changed))
    result = next(one for one in replayed(folder) if one.decision.made == row.assessment)
    assert (result.verdict, str(result.because)[:20]) == ("differs", "content: weeks_left ")


def test_a_fact_that_is_gone_and_a_sheet_that_is_gone_are_said_to_be(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        connection.execute(delete(sheet))
    assert verdicts(folder) == {"not replayable": VERSIONS}
    assert {str(result.because).rpartition(" is not")[2] for result in replayed(folder)} == {" in the archive."}
    with books(folder, writing=True) as connection:
        connection.execute(delete(fact).where(fact.c.kind == "registry.person-recorded"))
    assert any("facts were known then" in str(result.because) for result in replayed(folder))


def test_a_sheet_that_was_changed_in_the_archive_is_not_taken_for_the_one_that_was_cited(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        connection.execute(update(sheet).values(text=amended()))
    assert verdicts(folder) == {"not replayable": VERSIONS}
    assert "says something else" in str(replayed(folder)[0].because)


def test_what_was_decided_before_this_was_kept_is_not_called_equal(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        connection.execute(text("UPDATE determination SET facts_known = NULL WHERE number = 1"))
    assert verdicts(folder) == {"equal": VERSIONS - 1, "not replayable": 1}


def test_a_sample_is_drawn_by_ids_and_kept_for_the_exporter(folder: Path) -> None:
    with books(folder, writing=True) as connection:
        every = list(every_decision(connection))
        assert len(every) == count_decisions(connection)
        draws = [decision.made for decision in every]
        sampled = drawn(connection, draws)
        assert {decision.made for decision in sampled} == set(draws)
        assert last_sample(connection) is None
        results = [replay(connection, decision) for decision in sampled]
        wrong = Replayed(every[0], "differs", "x")
        keep_sample(connection, sample_of(results, 1))
        keep_sample(connection, sample_of([*results[1:], wrong], 2))
        assert last_sample(connection) == Sample(2, len(every) - 1, 1, 0, every[0].made)


def test_so_it_is_on_postgresql_and_a_sheet_is_kept_once(database_url: str) -> None:
    arriving = [[said(event).to_bytes()] for event in LIFE]
    with on_postgresql(database_url) as database:
        delivered(arriving, make_service({NAME: law()}), database)
        with database.begin() as connection:
            keep_sheets(connection, [law(), law(amended())])
            assert len(connection.execute(select(sheet)).all()) == 2
        with database.reading() as connection:
            results = [replay(connection, decision) for decision in every_decision(connection)]
            assert len(drawn(connection, [result.decision.made for result in results])) == VERSIONS
    assert Counter(result.verdict for result in results) == {"equal": VERSIONS}
