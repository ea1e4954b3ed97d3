"""Figures of a closed day are what was known then, the same tomorrow, and the log gives them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.operations.figures_log import log_of_laptop
from services.oversight.figures.as_of import NotClosed, closed_days, counted_as_of, figures_as_of, keep
from services.oversight.figures.cube import CellKey, DayFigures
from services.oversight.figures.recounting import differing, recounted
from services.oversight.figures.tables import BY_ALL, FigureTable
from services.oversight.figures.written import read_back, written
from services.oversight.presets import CountingRules, standard_presets
from services.runtime.day_closing import day_closed
from services.runtime.laptop.laptop import Laptop
from tests.stories.town import FIRST, bank_pays, born, certifies, files_claim, lost_work, said, town, wages

DAY = timedelta(days=1)
BEFORE, DUE, PAID = FIRST, FIRST + 14 * DAY, FIRST + 20 * DAY


@pytest.fixture(scope="module")
def paid_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """One person who claimed, certified a fortnight and was paid; the days before and after are closed."""
    laptop = town(tmp_path_factory.mktemp("town"))
    laptop.publish(said(one) for one in (born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim()))
    laptop.run_until_quiet()
    closes(laptop, FIRST)
    laptop.publish([said(certifies(0))])
    laptop.run_until_quiet()
    for days in range(14, 21):
        closes(laptop, FIRST + days * DAY)
    bank_pays(laptop, PAID)
    laptop.run_until_quiet()
    closes(laptop, PAID + DAY)
    yield laptop
    laptop.close()


def closes(laptop: Laptop, day: date) -> None:
    """The day is over in every partition, and everything that follows has happened."""
    laptop.publish([day_closed(day, partition) for partition in range(laptop.partitions)])
    laptop.run_until_quiet()


def rules(day: date = PAID) -> CountingRules:
    return standard_presets().rules_on(day)


def figures_of(laptop: Laptop, day: date) -> DayFigures:
    with laptop.databases["oversight"].reading() as connection:
        return counted_as_of(connection, day, rules(day))[0]


def cases(figures: DayFigures, table: FigureTable) -> dict[str, int]:
    """How many cases stand in each column of everybody."""
    return {key.column: number for key, number in figures.cases.items() if key.table is table and key.by == BY_ALL}


def test_figures_of_a_day_know_what_had_reached_the_log_when_it_was_closed(paid_town: Laptop) -> None:
    assert cases(figures_of(paid_town, BEFORE), FigureTable.CLAIMS) == {"granted": 1}
    assert cases(figures_of(paid_town, BEFORE), FigureTable.FIRST_PAYMENTS) == {}
    assert cases(figures_of(paid_town, PAID), FigureTable.WAITING_PAYMENTS) == {"0_to_7": 1}, (
        "the second week is the first that is paid for"
    )
    after = figures_of(paid_town, PAID + DAY)
    assert cases(after, FigureTable.FIRST_PAYMENTS) == {"soon": 1}
    assert cases(after, FigureTable.WAITING_PAYMENTS) == {}
    assert after.cases[CellKey(FigureTable.RECIPIENTS, "region", "delta", "first")] == 1


def test_a_day_that_is_not_closed_has_no_figures_and_the_last_one_is_named(paid_town: Laptop) -> None:
    with paid_town.databases["oversight"].reading() as connection, pytest.raises(NotClosed, match=str(PAID + DAY)):
        counted_as_of(connection, PAID + 30 * DAY, rules())


def test_the_log_alone_gives_the_same_figures_of_every_closed_day(paid_town: Laptop) -> None:
    with paid_town.databases["oversight"].reading() as connection:
        days = closed_days(connection)
    for day in days:
        again = recounted(log_of_laptop(paid_town, paid_town.partitions), day, rules(day))
        assert written(again) == written(figures_of(paid_town, day))
    assert differing(figures_of(paid_town, BEFORE), figures_of(paid_town, PAID + DAY))


def test_figures_are_written_and_read_back_without_loss(paid_town: Laptop) -> None:
    figures = figures_of(paid_town, PAID + DAY)
    assert read_back(written(figures)) == figures


def test_kept_figures_stay_as_they_were_told_and_the_oldest_go_first(paid_town: Laptop) -> None:
    with paid_town.databases["oversight"].begin() as connection:
        before, receipt = figures_as_of(connection, DUE, rules(DUE))
        assert not receipt.is_kept
        assert keep(connection, [BEFORE, DUE], rules, most=2) == 2
        again, kept = figures_as_of(connection, DUE, rules(DUE))
        assert (again, kept.is_kept, kept.digest) == (before, True, receipt.digest)
        assert keep(connection, [BEFORE, DUE, PAID], rules, most=2) == 1
        assert not figures_as_of(connection, BEFORE, rules(BEFORE))[1].is_kept


def test_a_receipt_names_day_positions_rules_program_and_sheets(paid_town: Laptop) -> None:
    with paid_town.databases["oversight"].reading() as connection:
        _, receipt = counted_as_of(connection, PAID, rules())
        _, later = counted_as_of(connection, PAID + DAY, rules())
    assert receipt.day == PAID
    assert sorted(receipt.closed_at) == [*range(paid_town.partitions)]
    assert receipt.read_to == later.read_to
    assert receipt.observations < later.observations
    assert receipt.program.startswith("0.")
    assert len(receipt.sheets) == 1
    assert receipt.digest != later.digest


def test_the_command_says_whether_the_log_gives_the_same(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    laptop.publish(said(one) for one in (born(), lost_work(), *(wages(month) for month in range(1, 25)), files_claim()))
    closes(laptop, FIRST)
    laptop.close()
    runner, app = CliRunner(), command_line(TIDEOVER)
    kept = runner.invoke(app, ["committee", "keep", "--folder", str(tmp_path)])
    assert kept.output == "The figures of 1 closed days are kept now; 0 were kept before.\n"
    said_so = runner.invoke(app, ["committee", "verify", "--folder", str(tmp_path)])
    assert said_so.exit_code == 0, said_so.output
    assert "Equal: " in said_so.output
