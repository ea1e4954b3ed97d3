"""An employer's list of those it lays off: a result for each line, and a wrong line holds up nobody."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.base import Envelope, read
from contracts.eligibility import ClaimPrepared
from contracts.waiting import FilingReceived
from services.__main__ import app
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from services.worlds import laptop_in
from tests.services.registry_kit.office import KEY, pseudonym, write_csv, write_mapping

JANE, JOE, ANN = "10-000001", "10-000002", "10-000003"
MAPPING: dict[str, Any] = {
    "source": "https://employers.example.org",
    "person": {"national_id": "who", "pattern": "[0-9]{2}-[0-9]{6}", "ignore": "-"},
    "fields": {
        "key": "job",
        "source_version": "version",
        "recorded_at": {"constant": "2020-01-15T08:00:00Z"},
        "layoff": {"constant": "works/2020-01"},
        "employer": {"constant": "works"},
        "site": {"constant": "plant-2"},
        "employment": "job",
        "ended_on": "last",
        "reason": {"constant": "workplace_closed"},
        "scheme": {"constant": "us/mississippi"},
    },
}
HEADER = "who,job,last,version"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    key = tmp_path / "pseudonyms.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    monkeypatch.setenv("TIDEOVER_PSEUDONYM_KEY", str(key))
    return tmp_path


def announces(office: Path, *lines: str, name: str = "list") -> list[list[str]]:
    """The employer's file on its way into the world; the result of each line."""
    file = write_csv(office / f"{name}.csv", lines, HEADER)
    mapping = write_mapping(office / "list.yaml", MAPPING)
    words = ["ingest", str(file), "--as", "mass-layoff", "--map", str(mapping), "--folder", str(office / "world")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code in {0, 1}, result.exception
    assert "What became of each line stands in" in result.stdout
    return list(csv.reader((office / f"{name}.csv.results.csv").read_text("utf-8").splitlines()))[1:]


def prepared(office: Path) -> Iterator[tuple[str, ClaimPrepared]]:
    laptop: Laptop = laptop_in(office / "world")
    for message in laptop.log("eligibility"):
        envelope = Envelope.from_bytes(message.raw)
        event = read(envelope)
        if isinstance(event, ClaimPrepared):
            yield envelope.subject, event
    laptop.close()


def test_every_line_has_a_result_in_words_and_a_wrong_one_holds_up_nobody(office: Path) -> None:
    results = announces(
        office,
        f"{JANE},j-1,2020-02-01,1",
        f"{JOE},j-2,2020-13-01,1",
        f"{ANN},j-3,2020-02-01,1",
        f"{ANN},j-3,2020-02-01,1",
    )
    assert [result for _, result in results][0::2] == ["taken in", "taken in"]
    assert "ended_on" in results[1][1]
    assert results[3][1] == "says what an earlier line says"
    assert {person for person, _ in prepared(office)} == {pseudonym(JANE), pseudonym(ANN)}


def test_a_list_that_is_sent_again_changes_nothing_and_a_corrected_line_says_the_new_day(office: Path) -> None:
    announces(office, f"{JANE},j-1,2020-02-01,1", f"{ANN},j-3,2020-02-01,1")
    announces(office, f"{JANE},j-1,2020-02-01,1", f"{ANN},j-3,2020-03-01,2", name="again")
    days = [(person, str(claim.unemployed_from)) for person, claim in prepared(office)]
    assert sorted(days) == sorted(
        [(pseudonym(JANE), "2020-02-01"), (pseudonym(ANN), "2020-02-01"), (pseudonym(ANN), "2020-03-01")]
    )


def test_a_receipt_is_shown_and_held_against_a_file(office: Path) -> None:
    mapping = write_mapping(
        office / "claims.yaml",
        {
            **MAPPING,
            "fields": {
                "key": "key",
                "source_version": {"constant": 1},
                "recorded_at": {"constant": "2020-02-03T08:00:00Z"},
                "scheme": {"constant": "us/mississippi"},
                "filed_on": "filed",
                "unemployed_from": "filed",
            },
        },
    )
    file = write_csv(office / "claims.csv", [f"{JANE},c-1,2020-02-02"], "who,key,filed")
    world = str(office / "world")
    CliRunner().invoke(app, ["ingest", str(file), "--as", "claim", "--map", str(mapping), "--folder", world])
    laptop = laptop_in(office / "world")
    said = [read(Envelope.from_bytes(message.raw)) for message in laptop.log("claims")]
    filed = next(json.loads(message.raw) for message in laptop.log("intake"))
    laptop.close()
    [receipt] = [event for event in said if isinstance(event, FilingReceived)]
    (office / "mine.json").write_text(json.dumps(filed["data"]), "utf-8")
    (office / "other.json").write_text(json.dumps(filed["data"] | {"filed_on": "2020-02-01"}), "utf-8")
    for name, code, says in (("mine.json", 0, "holds what was filed"), ("other.json", 1, "does not hold")):
        result = CliRunner().invoke(app, ["receipt", receipt.receipt, str(office / name), "--folder", world])
        assert (result.exit_code, says in result.stdout) == (code, True), result.output


def test_an_operator_declares_an_outage_lengthens_it_and_takes_it_back(office: Path) -> None:
    announces(office, f"{JANE},j-1,2020-02-01,1")
    by = ["--officer", "operator-4", "--because", "The lines were down.", "--folder", str(office / "world")]

    def says(*words: str) -> str:
        result = CliRunner().invoke(app, ["outage", *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "o-1 holds from 2020-02-03" in says("declare", "o-1", "--since", "2020-02-03", *by)
    assert "goes on" in says("list", "--folder", str(office / "world"))
    assert "o-1 now holds from 2020-02-03" in says(
        "declare", "o-1", "--since", "2020-02-03", "--until", "2020-02-06", *by
    )
    assert "until 2020-02-06" in says("list", "--folder", str(office / "world"))
    says("declare", "o-1", "--since", "2020-02-03", "--take-back", *by)
    assert says("list", "--folder", str(office / "world")) == "No outage is known.\n"


def test_an_outage_that_is_declared_twice_before_it_is_heard_is_two_versions(office: Path) -> None:
    announces(office, f"{JANE},j-1,2020-02-01,1")
    shutil.copytree(office / "world", office / "another desk")
    for world, until in (("another desk", "2020-02-06"), ("world", "2020-02-07")):
        words = ["declare", "o-1", "--since", "2020-02-03", "--until", until, "--folder", str(office / world)]
        result = CliRunner().invoke(app, ["outage", *words, "--officer", "operator-4", "--because", "No power."])
        assert result.exit_code == 0, result.output
    with closing(laptop_in(office / "another desk")) as desk, closing(laptop_in(office / "world")) as laptop:
        laptop.publish(Envelope.from_bytes(message.raw) for message in desk.log("casework"))
        laptop.run_until_quiet()
        with laptop.databases["claims"].reading() as connection:
            assert parking.waiting(connection) == []
    listed = CliRunner().invoke(app, ["outage", "list", "--folder", str(office / "world")])
    assert "until 2020-02-07" in listed.stdout


def test_an_outage_that_never_was_is_not_taken_back(office: Path) -> None:
    announces(office, f"{JANE},j-1,2020-02-01,1")
    words = ["declare", "o-9", "--since", "2020-02-03", "--take-back", "--officer", "operator-4", "--because", "None."]
    result = CliRunner().invoke(app, ["outage", *words, "--folder", str(office / "world")], env={"COLUMNS": "200"})
    assert (result.exit_code, "no outage o-9 was ever declared" in result.output) == (2, True)
