"""A file is published whole, whatever interrupts it: what was begun is finished, and nothing is left out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contracts.base import Envelope
from services.registry_kit import ingest as work_of
from services.registry_kit.checkpoint import DifferentIngest, checkpoint_file
from services.registry_kit.ingest import ingest, rejects_file, try_out
from services.registry_kit.mapping import MappingFault
from tests.services.registry_kit.office import CONTRIBUTIONS, contribution_line, work_on, write_csv, write_mapping

AT_ONCE = 10
BAD_LINES = {7, 23, 24, 41}
NOT_AN_AMOUNT = "earnings: it should be a number written like 2.400,50"


class Broker:
    """Keeps what it is given, and may go away in the middle of it."""

    def __init__(self) -> None:
        self.kept: list[Envelope] = []
        self.goes_away_after: int | None = None

    def publish(self, envelopes: list[Envelope]) -> None:
        for envelope in envelopes:
            if self.goes_away_after is not None and len(self.kept) >= self.goes_away_after:
                self.goes_away_after = None
                raise ConnectionError("the broker went away")
            self.kept.append(envelope)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_of, "LINES_AT_ONCE", AT_ONCE)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return write_mapping(tmp_path / "map.yaml", CONTRIBUTIONS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Fifty lines, of which four are wrong; line 1 is the header, so line n + 2 is the n-th."""
    return write_csv(
        tmp_path / "april.csv",
        [contribution_line(number, **({"gross": "?"} if number + 2 in BAD_LINES else {})) for number in range(50)],
    )


def interrupted(file: Path, mapping: Path, broker: Broker) -> None:
    """One chunk is published, and no more."""
    broker.goes_away_after = AT_ONCE
    with pytest.raises(ConnectionError):
        for _ in ingest(work_on(file, mapping), broker.publish):
            pass


def rejected(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8", newline="") as rejects:
        rows = list(csv.DictReader(rejects))
    assert len({row["line"] for row in rows}) == len(rows), "no line is rejected twice"
    return {int(row["line"]): row["reason"] for row in rows}


def test_every_line_is_published_or_rejected_with_its_number(file: Path, mapping: Path) -> None:
    broker = Broker()
    *_, last = ingest(work_on(file, mapping), broker.publish)

    assert (last.checkpoint.lines, last.checkpoint.published, last.checkpoint.rejected) == (50, 46, 4)
    assert last.checkpoint.finished
    assert len({one.id for one in broker.kept}) == 46
    assert rejected(rejects_file(file)) == dict.fromkeys(sorted(BAD_LINES), NOT_AN_AMOUNT)


@pytest.mark.parametrize("after", range(0, 46, 3))
def test_wherever_it_is_interrupted_the_second_run_finishes_it(file: Path, mapping: Path, after: int) -> None:
    whole, broker = Broker(), Broker()
    for _ in try_out(work_on(file, mapping)):
        pass
    for _ in ingest(work_on(file, mapping), whole.publish, again=True):
        pass
    checkpoint_file(file).unlink()
    broker.goes_away_after = after
    with pytest.raises(ConnectionError):
        for _ in ingest(work_on(file, mapping), broker.publish):
            pass
    for _ in ingest(work_on(file, mapping), broker.publish):
        pass

    assert {one.id: one.to_bytes() for one in broker.kept} == {one.id: one.to_bytes() for one in whole.kept}
    again = Counter(one.id for one in broker.kept)
    assert sum(again.values()) - len(again) <= AT_ONCE, "at most the interrupted chunk is sent again"
    assert rejected(rejects_file(file)).keys() == BAD_LINES


class ForgetfulBroker(Broker):
    """Says that it has everything while the last chunk is still on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._on_the_way: list[Envelope] = []

    def publish(self, envelopes: list[Envelope]) -> None:
        on_the_way, self._on_the_way = self._on_the_way, envelopes
        super().publish(on_the_way)


def test_publishing_that_says_done_too_early_loses_lines_and_is_noticed(file: Path, mapping: Path) -> None:
    broker = ForgetfulBroker()
    broker.goes_away_after = 12
    with pytest.raises(ConnectionError):
        for _ in ingest(work_on(file, mapping), broker.publish):
            pass
    for _ in ingest(work_on(file, mapping), broker.publish):
        pass
    broker.publish([])
    assert len({one.id for one in broker.kept}) < 46


def test_rejects_that_an_interrupted_run_wrote_are_not_written_twice(file: Path, mapping: Path) -> None:
    broker = Broker()
    interrupted(file, mapping, broker)
    with rejects_file(file).open("a", encoding="utf-8") as torn:
        torn.write('13,"half a rea')

    for _ in ingest(work_on(file, mapping), broker.publish):
        pass
    assert rejected(rejects_file(file)).keys() == BAD_LINES


def test_what_is_finished_is_not_published_again_unless_asked(file: Path, mapping: Path) -> None:
    broker = Broker()
    for again in (False, False, True):
        *_, last = ingest(work_on(file, mapping), broker.publish, again=again)
        assert last.checkpoint.published == 46
    assert len(broker.kept) == 2 * 46
    assert len({one.to_bytes() for one in broker.kept}) == 46


def test_a_file_that_changed_in_the_middle_is_not_gone_on_with(file: Path, mapping: Path) -> None:
    interrupted(file, mapping, Broker())
    write_csv(file, [contribution_line(number) for number in range(40)])

    with pytest.raises(DifferentIngest, match=r"was begun with other content.*10 lines are published.*--again"):
        next(ingest(work_on(file, mapping), Broker().publish))
    *_, last = ingest(work_on(file, mapping), Broker().publish, again=True)
    assert (last.checkpoint.published, last.checkpoint.rejected) == (40, 0)
    assert rejected(rejects_file(file)) == {}


def test_a_mended_file_is_taken_whole_once_the_first_was_finished(file: Path, mapping: Path) -> None:
    broker = Broker()
    for _ in ingest(work_on(file, mapping), broker.publish):
        pass
    first = {one.id for one in broker.kept}
    write_csv(file, [contribution_line(number) for number in range(50)])
    *_, last = ingest(work_on(file, mapping), broker.publish)

    assert (last.checkpoint.published, last.checkpoint.rejected) == (50, 0)
    assert len({one.id for one in broker.kept}) == 50
    assert len({one.to_bytes() for one in broker.kept}) == 50, "what was published before is byte for byte the same"
    assert first < {one.id for one in broker.kept}


def test_a_place_that_cannot_be_read_is_not_guessed_at(file: Path, mapping: Path) -> None:
    checkpoint_file(file).write_text('{"work": "x", "lin', encoding="utf-8")
    with pytest.raises(DifferentIngest, match="cannot be read"):
        next(ingest(work_on(file, mapping), Broker().publish))


def test_a_trial_publishes_nothing_keeps_no_place_and_names_the_same_lines(file: Path, mapping: Path) -> None:
    *_, last = try_out(work_on(file, mapping))

    assert (last.checkpoint.published, last.checkpoint.rejected) == (46, 4)
    assert rejected(rejects_file(file, dry=True)).keys() == BAD_LINES
    assert not checkpoint_file(file).exists()
    assert not rejects_file(file).exists()


def test_a_file_that_contradicts_itself_is_found_on_trial(tmp_path: Path, mapping: Path) -> None:
    lines = [contribution_line(number) for number in range(30)]
    file = write_csv(tmp_path / "april.csv", [*lines, contribution_line(3, gross="9,99"), contribution_line(5)])
    says = {32: "line 5 says otherwise of the same, under the same version"}
    *_, trial = try_out(work_on(file, mapping))
    assert rejected(rejects_file(file, dry=True)) == says
    assert (trial.checkpoint.published, trial.checkpoint.rejected, trial.checkpoint.repeated) == (30, 1, 1)

    broker = Broker()
    interrupted(file, mapping, broker)
    *_, last = ingest(work_on(file, mapping), broker.publish)
    assert rejected(rejects_file(file)) == says, "though the first of the two was read before the interruption"
    assert (last.checkpoint.published, last.checkpoint.rejected, last.checkpoint.repeated) == (30, 1, 1)


def test_another_version_is_no_contradiction(tmp_path: Path, mapping: Path) -> None:
    file = write_csv(tmp_path / "april.csv", [contribution_line(3), contribution_line(3, gross="9,99", version="2")])
    *_, trial = try_out(work_on(file, mapping))
    assert (trial.checkpoint.published, trial.checkpoint.rejected) == (2, 0)


def test_a_cell_over_several_lines_is_resumed_behind_and_counted(tmp_path: Path, mapping: Path) -> None:
    long = contribution_line(1, employer_no='"E0001\nx"')
    file = write_csv(tmp_path / "april.csv", [long, *(contribution_line(number) for number in range(2, 30)), "", ""])
    broker = Broker()
    interrupted(file, mapping, broker)
    *_, last = ingest(work_on(file, mapping), broker.publish)
    done = last.checkpoint
    assert (done.lines, done.continued, done.blank, done.published, done.rejected) == (32, 1, 2, 28, 1)
    assert len({sent.id for sent in broker.kept}) == 28
    assert rejected(rejects_file(file)).keys() == {2}


ROWS = [
    {"who": "00-1", "firm": "E1", "month": "2020-01", "sum": Decimal("1200.50"), "at": datetime(2020, 2, 3, 8, 0)},  # noqa: DTZ001
    {"who": "00-2", "firm": "E2", "month": "2020-02", "sum": Decimal("0.01"), "at": datetime(2020, 3, 3, 8, 0)},  # noqa: DTZ001
]
IN_COLUMNS = {
    "source": "https://fund.example.org/contributions",
    "person": {"national_id": "who", "pattern": "[0-9]{2}-[0-9]", "ignore": "-"},
    "fields": {
        "key": {"join": ["firm", "month"]},
        "source_version": {"constant": 1},
        "recorded_at": {"column": "at", "zone": "UTC"},
        "employer": "firm",
        "period": {"month": "month"},
        "earnings": {"column": "sum", "currency": "USD"},
    },
}


def published(path: Path, mapping: Path) -> list[bytes]:
    broker = Broker()
    for told in ingest(work_on(path, mapping), broker.publish):
        assert not told.checkpoint.rejected, rejects_file(path).read_text("utf-8")
    return [one.to_bytes() for one in broker.kept]


def test_the_same_rows_are_the_same_events_in_every_format(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path / "columns.yaml", IN_COLUMNS)
    as_csv = write_csv(
        tmp_path / "rows.csv", [",".join(map(str, row.values())) for row in ROWS], header="who,firm,month,sum,at"
    )
    as_lines = tmp_path / "rows.jsonl"
    as_lines.write_text(
        "".join(
            json.dumps({**row, "sum": 0, "at": str(row["at"])}).replace('"sum": 0', f'"sum": {row["sum"]}') + "\n"
            for row in ROWS
        ),
        encoding="utf-8",
    )
    as_parquet = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), as_parquet)

    in_csv = published(as_csv, mapping)
    assert len(in_csv) == len(ROWS)
    assert published(as_lines, mapping) == in_csv
    assert published(as_parquet, mapping) == in_csv


def test_amounts_in_binary_fractions_are_refused_before_anything_is_published(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path / "columns.yaml", IN_COLUMNS)
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"who": ["1"], "firm": ["E"], "month": [date(2020, 1, 1)], "sum": [0.1], "at": [1]}), file)
    broker = Broker()
    with pytest.raises(MappingFault, match="the amounts in sum are binary fractions"):
        next(ingest(work_on(file, mapping), broker.publish))
    assert not broker.kept


def test_lines_that_are_broken_are_rejected_and_the_next_go_on(tmp_path: Path, mapping: Path) -> None:
    file = write_csv(tmp_path / "torn.csv", [contribution_line(1), "a;b", "", contribution_line(2)])
    file.write_bytes(file.read_bytes() + contribution_line(3).encode().replace(b"E0003", b"E\xff03") + b"\n")
    broker = Broker()
    for _ in ingest(work_on(file, mapping), broker.publish):
        pass

    assert rejected(rejects_file(file)) == {
        3: "the line has 2 columns, the header 8",
        6: "byte 12 is not written in utf-8-sig",
    }
    assert len(broker.kept) == 2


def test_a_line_that_is_no_json_object_is_rejected_by_its_number(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path / "columns.yaml", IN_COLUMNS)
    file = tmp_path / "rows.jsonl"
    good = json.dumps({**ROWS[0], "sum": "1.00", "at": str(ROWS[0]["at"])})
    file.write_text(f'{good}\n\n{{"who": \n[1]\n{"[" * 100_000}\n', encoding="utf-8")
    for _ in ingest(work_on(file, mapping), Broker().publish):
        pass

    assert rejected(rejects_file(file)) == {
        3: "this is not JSON",
        4: "the line should be one JSON object",
        5: "this is not JSON",
    }
