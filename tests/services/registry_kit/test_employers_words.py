"""An employer's free text is sealed beside the vault; on the bus there is only its key."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from typer.testing import CliRunner

from contracts.base import Envelope
from services.claims.employers_words import EmployersWords, NoSuchStatement, StatedWords, words_read
from services.claims.tables import TABLES
from services.claims.vault import Identity, NoSuchPerson, Vault
from services.commands.commands import TIDEOVER
from services.commands.destinations import into_topic
from services.commands.lazy import command_line
from services.eligibility.views import people_beginning_with
from services.registry_kit.facts import Facts
from services.registry_kit.input_line import InputLine
from services.registry_kit.mapping import Mapping as FileMapping
from services.registry_kit.mapping import MappingFault
from services.registry_kit.mapping_file import read_mapping
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import cipher_in, keys_in, laptop_in
from tests.services.registry_kit.office import KEYS, body, mapping, reason

WORDS = "She told the foreman that the winch was unsafe, and was sent home."
RULES = mapping(
    employment="key",
    ended_on="to",
    reason={"column": "why", "codes": {"R": "laid_off"}},
    statement={"words": "remarks", "under": "employers"},
)
LINE = {"id": "7", "key": "k-1", "to": "2020-01-01", "why": "R"}


def test_only_a_key_travels_and_it_says_nothing_of_the_words() -> None:
    ended = body("employment-ended", RULES, **LINE, remarks=WORDS)
    assert ended["statement"].startswith("m-")
    assert "winch" not in str(ended)


@pytest.mark.parametrize("remarks", [None, "", "   ", "--"])
def test_no_words_are_no_statement(remarks: str | None) -> None:
    assert "statement" not in body("employment-ended", RULES, **LINE, remarks=remarks)


@pytest.mark.parametrize("remarks", ["n/a", "None", "# see the letter", "12.0"])
def test_what_would_be_a_spoiled_number_may_be_words(remarks: str) -> None:
    assert body("employment-ended", RULES, **LINE, remarks=remarks)["statement"].startswith("m-")


def test_the_key_of_words_is_not_that_of_an_employer_of_the_same_name() -> None:
    rules = RULES | {"fields": RULES["fields"] | {"employment": {"hidden": "name", "under": "employers"}}}
    ended = body("employment-ended", rules, **LINE, name="Bakery Ltd", remarks="Bakery Ltd")
    assert ended["statement"] != ended["employment"]


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("code", {"column": "remarks", "list": "office"}),
        ("employment", {"join": ["key", "remarks"]}),
        ("employment", {"hidden": "remarks"}),
    ],
)
def test_a_column_of_words_fills_nothing_else(tmp_path: Path, field: str, rule: dict[str, Any]) -> None:
    rules = RULES | {"fields": RULES["fields"] | {field: rule}}
    (tmp_path / "map.yaml").write_text(yaml.safe_dump(rules), "utf-8")
    with pytest.raises(MappingFault, match=f"{field}: remarks holds an employer's words, which must not travel"):
        read_mapping(tmp_path / "map.yaml", "employment-ended")


@pytest.mark.parametrize("key", ["firm", {"join": ["firm", "to"]}])
def test_what_one_field_hides_no_other_lets_be_read(tmp_path: Path, key: Any) -> None:
    fields = {**RULES["fields"], "employment": {"hidden": "firm", "under": "employers"}, "key": key}
    (tmp_path / "map.yaml").write_text(yaml.safe_dump(RULES | {"fields": fields}), "utf-8")
    with pytest.raises(MappingFault, match="key: firm is hidden under employment, and could be read here"):
        read_mapping(tmp_path / "map.yaml", "employment-ended")


def test_words_that_are_too_long_are_refused_without_being_repeated() -> None:
    says = reason("employment-ended", RULES, **LINE, remarks="winch " * 5_000)
    assert says == "statement: a statement has at most 20,000 letters"


def test_words_fill_a_statement_and_nothing_else(tmp_path: Path) -> None:
    rules = RULES | {"fields": RULES["fields"] | {"employment": {"words": "remarks"}}}
    (tmp_path / "map.yaml").write_text(yaml.safe_dump(rules), "utf-8")
    with pytest.raises(MappingFault, match="employment: words are an employer's; only statement takes them"):
        read_mapping(tmp_path / "map.yaml", "employment-ended")


def test_a_job_that_goes_on_has_no_statement_and_no_words() -> None:
    rules = mapping(
        employment="key",
        employer="e",
        started_on="from",
        ended_on="to",
        reason={"constant": "laid_off"},
        statement={"words": "remarks"},
    )
    facts = Facts(FileMapping.model_validate(rules), "employment", KEYS)
    cells: dict[str, Any] = {"id": "7", "key": "k-1", "e": "E1", "from": "2019-01-01", "remarks": WORDS}
    (started,) = stated_by(facts, cells | {"to": None})
    assert "statement" not in started.data
    assert facts.take_words() == []
    assert len(stated_by(facts, cells | {"to": "2020-01-01"})) == 2
    assert [text for _, _, text in facts.take_words()] == [WORDS]


def stated_by(facts: Facts, cells: dict[str, Any]) -> list[Envelope]:
    stated = facts.of(InputLine(1, cells))
    assert isinstance(stated, list)
    return stated


def test_without_a_database_words_are_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIDEOVER_DATABASE_URL", raising=False)
    refused = pytest.raises(WrongSetting, match="go into the vault: set TIDEOVER_DATABASE_URL, or name a --folder")
    with refused, into_topic("tideover.registry", Settings.from_environment(), list):
        pass


READING = ["employers-words", "--officer", "officer-7", "--purpose", "Was it misconduct?"]


def noted(world: Path) -> list[tuple[str, ...]]:
    """Who read what, as it is noted."""
    laptop = laptop_in(world)
    with laptop.databases["claims"].reading() as connection:
        columns = (words_read.c.subject, words_read.c.statement, words_read.c.officer, words_read.c.purpose)
        rows = [tuple(row) for row in connection.execute(select(*columns))]
    laptop.close()
    return rows


@pytest.mark.parametrize(
    ("officer", "purpose"), [(" ", "why"), ("officer-7", "\u202e"), ("o" * 81, "why"), ("o", "\x1b[2J")]
)
def test_nobody_reads_words_without_a_name_and_a_purpose(tmp_path: Path, officer: str, purpose: str) -> None:
    words = ["employers-words", "p-1", "--officer", officer, "--purpose", purpose, "--folder", str(tmp_path)]
    assert CliRunner().invoke(command_line(TIDEOVER), words).exit_code == 2


def test_the_words_of_a_file_lie_sealed_and_an_erased_person_stays_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, world = tmp_path / "ends.csv", tmp_path / "world"
    keys = {}
    for name, byte in (("PSEUDONYM", 1), ("EMPLOYER", 2)):
        keys[name] = tmp_path / f"{name}.key"
        keys[name].write_bytes(bytes([byte]) * 32)
        keys[name].chmod(0o600)
        monkeypatch.setenv(f"TIDEOVER_{name}_KEY", str(keys[name]))
    file.write_text(f'id,key,to,why,remarks\n7,k-1,2020-01-01,R,"{WORDS}"\n', "utf-8")
    (tmp_path / "map.yaml").write_text(yaml.safe_dump(RULES), "utf-8")
    ingest = ["ingest", str(file), "--as", "employment-ended", "--map", str(tmp_path / "map.yaml")]
    line = command_line(TIDEOVER)
    ran = CliRunner().invoke(line, [*ingest, "--folder", str(world)])
    assert ran.exit_code == 0, ran.output
    laptop = laptop_in(world)
    with laptop.databases["eligibility"].reading() as connection:
        (subject,) = people_beginning_with(connection, "p-")
    (ended,) = laptop.about(subject)
    statement = ended.data["statement"]
    kept = EmployersWords(cipher_in(world, "claims"))
    with laptop.databases["claims"].reading() as connection:
        assert kept.said(connection, subject, statement) == WORDS
        with pytest.raises(NoSuchStatement):
            kept.said(connection, subject, "m-other")
    laptop.close()
    shown = CliRunner().invoke(line, [*READING, subject[:12], "--folder", str(world)])
    assert WORDS in shown.output
    assert noted(world) == [(subject, statement, "officer-7", "Was it misconduct?")]
    plain = [path for path in world.rglob("*") if path.is_file() and b"winch" in path.read_bytes()]
    assert plain == [], "nowhere in the folder do the words lie open"

    keys_in(world).destroy(subject, officer="officer-1", because="a request")
    refused = CliRunner().invoke(line, [*READING, subject, "--folder", str(world)])
    assert refused.exit_code == 2
    assert "was erased" in refused.output
    assert len(noted(world)) == 1, "nothing was read"
    again = CliRunner().invoke(line, [*ingest, "--folder", str(world), "--again"])
    assert again.exit_code == 0, again.output
    laptop = laptop_in(world)
    with laptop.databases["claims"].reading() as connection, pytest.raises(NoSuchPerson):
        kept.said(connection, subject, statement)
    laptop.close()


def test_no_file_brings_words_about_an_erased_person_until_somebody_admits_the_person_anew(tmp_path: Path) -> None:
    person, cipher = "p-" + "7" * 32, cipher_in(tmp_path, "claims")
    kept, database = EmployersWords(cipher), Database.on_sqlite(tmp_path / "claims.db", TABLES)

    def kept_of_a_file(statement: str) -> str:
        with database.begin() as connection:
            kept.put(connection, [StatedWords(person, statement, WORDS)])
        with database.reading() as connection:
            return kept.said(connection, person, statement)

    assert kept_of_a_file("m-first") == WORDS
    keys_in(tmp_path).destroy(person, officer="officer-1", because="a request")
    with pytest.raises(NoSuchStatement):
        kept_of_a_file("m-of-a-file-that-came-late")
    with database.begin() as connection:
        Vault(cipher).put(connection, [(person, Identity("Maple Example", "7", date(1980, 1, 1)))])
    assert kept_of_a_file("m-of-a-later-job") == WORDS
    database.close()
