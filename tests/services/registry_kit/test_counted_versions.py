"""The kit numbers versions from what it kept: a crash, a second try and a file that comes again change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.base import Envelope
from services.registry_kit import ingest as work_of
from services.registry_kit.ingest import IngestJob, ingest
from services.registry_kit.input_line import InputLine
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import MappingFault
from services.registry_kit.mapping_file import read_mapping
from services.registry_kit.report_book import ReportBook
from services.registry_kit.reported_facts import ReportedFacts
from services.runtime.privacy.pseudonyms import Keys
from services.runtime.process.settings import WrongSetting
from tests.services.registry_kit.office import ABOUT, FACT, KEY, KEYS, MONTHLY, write_mapping
from tests.services.registry_kit.recipes import FOLDER, all_told, lines_of, recipe

RECIPES = {
    "fps-jobs": ("employment", "fps.csv"),
    "fps-pay": ("contribution", "fps.csv"),
    "stp-starts": ("employment-started", "stp.csv"),
    "stp-ends": ("employment-ended", "stp.csv"),
    "stp-pay": ("contribution", "stp.csv"),
    "amelding-starts": ("employment-started", "amelding.csv"),
    "amelding-ends": ("employment-ended", "amelding.csv"),
    "amelding-pay": ("contribution", "amelding.csv"),
    "permisjoner-absence": ("absence", "permisjoner.csv"),
    "permisjoner-suspended": ("employment-suspended", "permisjoner.csv"),
    "tor": ("employment", "tor.csv"),
    "deuev-starts": ("employment-started", "deuev.csv"),
    "deuev-ends": ("employment-ended", "deuev.csv"),
    "deuev-pay": ("contribution", "deuev.csv"),
}
NAMES_SOMEBODY = {
    *("nino", "paye_ref", "payroll_id", "employer_name", "tfn", "abn", "payee_id"),
    *("fnr", "orgnr", "virksomhet", "isikukood", "registrikood", "tooandja", "kanne", "vsnr", "bbnr", "az_vu", "firma"),
}


def test_every_recipe_is_tried_here() -> None:
    of_reports = {path.stem for path in FOLDER.glob("*.yaml")} - {"folk", "krav"}
    assert of_reports == RECIPES.keys()


@pytest.mark.parametrize("name", RECIPES)
def test_no_recipe_lets_a_person_or_an_employer_be_read(name: str) -> None:
    kind, file = RECIPES[name]
    lines = lines_of(file)
    told = all_told(name, kind, lines)
    sent = b"".join(envelope.to_bytes() for envelope in told.sent)
    assert sent
    for cell in {cell for line in lines for column, cell in line.items() if column in NAMES_SOMEBODY and len(cell) > 3}:
        assert cell.encode() not in sent


@pytest.mark.parametrize("name", RECIPES)
def test_every_example_is_read_as_a_file_without_fault(name: str, tmp_path: Path) -> None:
    kind, file = RECIPES[name]
    copied = tmp_path / file
    copied.write_bytes((FOLDER / file).read_bytes())
    told = recipe(name, kind)
    reader = ReportedFacts(told.mapping, kind, KEYS, told.book)
    *_, last = ingest(IngestJob(copied, reader, "work", Lines(copied, told.mapping)), told.sent.extend)
    assert (last.checkpoint.rejected, last.checkpoint.lines) == (0, len(lines_of(file)))
    assert told.holding() == all_told(name, kind, lines_of(file)).holding()


def test_employers_are_hidden_under_a_key_of_their_own() -> None:
    line = InputLine(2, dict(lines_of("fps.csv")[0]) | {"leaving_date": None})
    employers, people = set(), set()
    for key in (KEY[::-1], bytes(32)):
        told = recipe("fps-jobs", "employment")
        outcome = ReportedFacts(told.mapping, "employment", Keys(KEY, key), told.book).of(line)
        assert isinstance(outcome, list)
        [started] = outcome
        assert started.data["employer"].startswith("m-")
        employers.add(started.data["employer"])
        people.add(started.subject)
    assert (len(employers), len(people)) == (2, 1)
    with pytest.raises(WrongSetting, match="hold the same key"):
        Keys(KEY, KEY)


def job(folder: Path, book: ReportBook) -> IngestJob[Envelope]:
    file = folder / "fps.csv"
    if not file.exists():
        file.write_bytes((FOLDER / "fps.csv").read_bytes())
    mapping = read_mapping(FOLDER / "fps-pay.yaml", "contribution")
    return IngestJob(file, ReportedFacts(mapping, "contribution", KEYS, book), "same work", Lines(file, mapping))


def test_a_run_that_breaks_off_says_the_same_once_more_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_of, "LINES_AT_ONCE", 2)
    kept, sent = tmp_path / "reports.db", []
    whole = all_told("fps-pay", "contribution", lines_of("fps.csv")).sent

    def publish(envelopes: list[Envelope]) -> None:
        sent.extend(envelopes)
        if len(sent) == 5:
            # the broker has both chunks, and of the second nobody learns
            raise ConnectionError("the broker went away")

    book = ReportBook(kept, "a source")
    with pytest.raises(ConnectionError):
        list(ingest(job(tmp_path, book), publish))
    book.close()
    book = ReportBook(kept, "a source")
    list(ingest(job(tmp_path, book), publish))
    assert [envelope.to_bytes() for envelope in sent[:2] + sent[5:]] == [envelope.to_bytes() for envelope in whole]
    assert {envelope.to_bytes() for envelope in sent} == {envelope.to_bytes() for envelope in whole}

    before = len(sent)
    book.close()
    book = ReportBook(kept, "a source")
    *_, last = ingest(job(tmp_path, book), publish, again=True)
    assert (len(sent), last.checkpoint.published, last.checkpoint.silent) == (before, 0, 5)
    book.close()


def test_a_line_that_cannot_be_told_leaves_nothing_in_the_book() -> None:
    told = recipe("fps-pay", "contribution")
    april, may, *_ = lines_of("fps.csv")
    too_early = {**may, "period_start": "2019-12-01", "period_end": "2019-12-31", "taxable_ytd": "100.00"}
    told.report(april, too_early, may)
    assert told.rejected == ["period: it had not begun when the line was recorded"]
    assert told.pay() == [("2019-04-01", 200_000), ("2019-05-01", 210_000)]


def test_two_ingests_at_once_and_a_book_that_is_none_are_refused_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "reports.db"
    book = ReportBook(kept, "a source")
    with pytest.raises(MappingFault, match="is in use by another ingest"):
        ReportBook(kept, "a source")
    book.close()
    (tmp_path / "letter.db").write_text("Dear reader, this is no database at all, however long it may be.")
    for none in (tmp_path / "letter.db", tmp_path):
        with pytest.raises(MappingFault, match="cannot be read as one"):
            ReportBook(none, "a source")
    with pytest.raises(MappingFault, match="cannot be made there"):
        ReportBook(tmp_path / "letter.db" / "reports.db", "a source")


PAY = {**MONTHLY, "earnings": {"column": "pay", "currency": "EUR"}}
COUNTED = {"source_version": {"counted": "changes"}}
TOTALS = {"of": ["earnings"], "job": ["id"]}


@pytest.mark.parametrize(
    ("more", "fields", "kind", "says"),
    [
        ({"year_to_date": TOTALS}, {}, "contribution", "year_to_date needs versions that are counted"),
        ({"cancels": {"x": ["J"]}}, {}, "contribution", "cancels needs versions that are counted"),
        ({"year_to_date": {**TOTALS, "of": ["employer"]}}, COUNTED, "contribution", "employer is no amount"),
        ({"year_to_date": {**TOTALS, "began": {"constant": "2019-04-06"}}}, COUNTED, "contribution", "in one column"),
        ({"year_to_date": {**TOTALS, "year_begins": "02-30"}}, COUNTED, "contribution", "that every year has"),
        (
            {"year_to_date": TOTALS, "differences": {"when": {"x": ["R"]}, "id": ["id"]}},
            COUNTED,
            "contribution",
            "keep one of both",
        ),
        (
            {"year_to_date": TOTALS, "shares": [{"by": {"constant": "state"}, "amount": PAY["earnings"]}]},
            COUNTED,
            "contribution",
            "parts and shares are told of a period",
        ),
        ({}, {"employer": {"column": "x", "percent": "y"}}, "contribution", "percent means nothing"),
        ({}, {"employer": {"sum": ["x", "y"]}}, "contribution", "sum means nothing"),
    ],
)
def test_what_cannot_be_meant_of_reports_is_refused_before_the_first_line(
    tmp_path: Path, more: dict[str, object], fields: dict[str, object], kind: str, says: str
) -> None:
    rules = write_mapping(tmp_path / "map.yaml", {**ABOUT, "fields": {**FACT, **PAY, **fields}, **more})
    with pytest.raises(MappingFault, match=says):
        read_mapping(rules, kind)


def test_only_facts_of_registries_have_counted_versions(tmp_path: Path) -> None:
    rules = write_mapping(
        tmp_path / "map.yaml",
        {**ABOUT, "fields": {**FACT, **COUNTED, "kind": "kind", "reason": "why"}},
    )
    with pytest.raises(MappingFault, match="only a registry's facts have counted versions, and a retraction is none"):
        read_mapping(rules, "retraction")


def test_a_share_that_is_missing_is_at_most_the_whole() -> None:
    line = lines_of("permisjoner.csv")[0]
    told = recipe("permisjoner-absence", "absence")
    told.report({**line, "prosent": "120"})
    assert told.rejected == ["minutes_weekly_left: a share that is missing is at most 100 percent"]
