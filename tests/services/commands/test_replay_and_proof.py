"""A decision is replayed, sampled and exported from the command line; a stranger's program follows the export."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from checker.decision import check
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.eligibility.samples import last_sample
from services.eligibility.stored_decisions import every_decision
from services.eligibility.tables import TABLES, determination
from services.runtime.database.store import Database
from tests.stories.town import FIRST, born, certifies, closes, files_claim, fill, lost_work, said, town, wages


def run(*words: object) -> Result:
    return CliRunner().invoke(command_line(TIDEOVER), [*map(str, words)], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim that is granted, and a fortnight that is paid."""
    folder = tmp_path_factory.mktemp("world")
    with closing(town(folder)) as laptop:
        fill(laptop, [*(said(wages(month)) for month in range(7, 25)), said(born()), said(lost_work())])
        fill(laptop, [said(files_claim())])
        closes(laptop, FIRST)
        fill(laptop, [said(certifies(0))])
    return folder


def opened(folder: Path) -> Database:
    return Database.on_sqlite(folder / "eligibility.db", TABLES)


def ids(folder: Path) -> list[str]:
    with closing(opened(folder)) as database, database.reading() as connection:
        return [str(decision.made) for decision in every_decision(connection)]


def test_one_decision_a_sample_and_all_are_replayed(folder: Path) -> None:
    for made in ids(folder):
        told = run("replay", made[:8], "--folder", folder)
        assert (told.exit_code, "equal to the byte" in told.stdout) == (0, True)
    assert "2 decisions replayed: 2 equal" in run("replay", "--all", "--folder", folder).stdout
    sampled = run("replay", "--sample", "40", "--keep", "--json", "--folder", folder)
    assert json.loads(sampled.stdout)["differing"] == 0
    with closing(opened(folder)) as database, database.reading() as connection:
        sample = last_sample(connection)
    assert sample is not None
    assert sample.equal == json.loads(sampled.stdout)["equal"]


@pytest.mark.parametrize("command", ["replay", "explain"])
def test_an_id_of_neither_is_said_to_be_no_determination_or_assessment(folder: Path, command: str) -> None:
    told = run(command, "00000000", "--folder", folder)
    assert "no determination or assessment begins with 00000000" in " ".join(told.output.split())


@pytest.mark.parametrize("words", [(), ("abc", "--all"), ("--all", "--sample", "1"), ("zz",), ("00000000",)])
def test_what_cannot_be_meant_is_said_in_a_sentence(folder: Path, words: tuple[str, ...]) -> None:
    told = run("replay", *words, "--folder", folder)
    assert told.exit_code == 2
    assert "Traceback" not in told.output


@pytest.mark.parametrize("number", [0, 1])
def test_a_proof_is_checked_by_the_strangers_program(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    key, out = tmp_path / "proof.key", tmp_path / "proof.json"
    assert run("proof", ids(folder)[number], "--out", out, "--folder", folder).exit_code != 0, "no key is set"
    key.write_bytes(bytes(32))
    monkeypatch.setenv("TIDEOVER_PROOF_KEY", str(key))
    told = run("proof", ids(folder)[number], "--out", out, "--folder", folder)
    assert told.exit_code == 0
    assert out.stat().st_mode & 0o077 == 0, "it holds what registries said of a person"
    proof = json.loads(out.read_text("utf-8"))
    assert proof["signature"]["public_key"] in told.stdout
    assert check(proof, proof["signature"]["public_key"]).faults == []


def test_a_changed_decision_is_neither_equal_nor_exported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "eligibility.db").write_bytes((folder / "eligibility.db").read_bytes())
    (tmp_path / "feed.db").write_bytes((folder / "feed.db").read_bytes())
    with closing(opened(tmp_path)) as database, database.begin() as connection:
        decision = next(every_decision(connection))
        changed = decision.published.content.replace(b'"granted"', b'"refused"')
        connection.execute(update(determination).values(content=changed))
    told = run("replay", decision.made, "--folder", tmp_path)
    assert (told.exit_code, "content: outcome was refused, and is now granted." in told.stdout) == (1, True)
    (tmp_path / "proof.key").write_bytes(bytes(32))
    monkeypatch.setenv("TIDEOVER_PROOF_KEY", str(tmp_path / "proof.key"))
    refused = run("proof", decision.made, "--out", tmp_path / "proof.json", "--folder", tmp_path)
    assert refused.exit_code != 0
    assert not (tmp_path / "proof.json").exists()
