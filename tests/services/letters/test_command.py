"""`tideover letter` writes what was decided, on a laptop, by name only where the vault may be read."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.base import Event
from services.__main__ import app
from services.claims.vault import Identity, Vault
from services.letters.every_letter import letters_of
from services.letters.model import Letter
from services.worlds import cipher_in
from tests.services.letters.case import PERSON, case_of, named, opened_life
from tests.stories.town import CLAIM, born, files_claim, fill, said, town, withdraws

NAME = "Layla Example"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Letter]]:
    folder = tmp_path_factory.mktemp("office")
    with opened_life(folder) as laptop:
        with laptop.databases["claims"].begin() as connection:
            Vault(cipher_in(folder, "claims")).put(connection, [(PERSON, Identity(NAME, "1", date(1980, 5, 1)))])
        return folder, letters_of(case_of(laptop))


Office = tuple[Path, list[Letter]]


def called(office: Office, *words: str) -> str:
    result = CliRunner().invoke(app, ["letter", *words, "--folder", str(office[0])])
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(office: Office, *words: str) -> str:
    result = CliRunner().invoke(app, ["letter", *words, "--folder", str(office[0])], env={"COLUMNS": "200"})
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    return " ".join((result.output.replace("│", " ") + str(result.exception)).split())


@pytest.mark.parametrize("name", ["granted", "weeks", "payment", "overpayment", "recovery"])
def test_a_letter_is_printed_for_the_beginning_of_any_id(office: Office, name: str) -> None:
    letter = named(office[1], name)
    for identity in letter.ids:
        assert f"Our reference: {letter.ids[0]}" in called(office, identity[:13])


def test_all_letters_of_a_person_go_into_a_folder_in_any_language(office: Office, tmp_path: Path) -> None:
    called(office, PERSON[:8], "--language", "ar", "--out", str(tmp_path), "--pdf")
    files = {kind: list(tmp_path.glob(f"*-ar.{kind}")) for kind in ("txt", "html", "pdf")}
    assert {kind: len(found) for kind, found in files.items()} == dict.fromkeys(files, len(office[1]))
    assert all('dir="rtl"' in file.read_text("utf-8") for file in files["html"])
    assert all(file.read_bytes().startswith(b"%PDF") for file in files["pdf"])


def test_a_name_stands_on_a_letter_only_where_it_was_asked_for_and_the_vault_may_be_read(office: Office) -> None:
    letter = named(office[1], "granted").ids[0]
    assert NAME not in called(office, letter)
    assert f"To: {NAME}" in called(office, letter, "--to-name")
    key = office[0] / "keys" / "claims.key"
    key.rename(key.with_suffix(".away"))
    assert f"To: {PERSON}" in called(office, letter, "--to-name")
    assert not key.exists(), "looking makes no key"
    key.with_suffix(".away").rename(key)


def test_a_letter_that_is_sent_bears_the_name_and_one_that_is_shown_the_pseudonym(
    office: Office, tmp_path: Path
) -> None:
    letter = named(office[1], "granted").ids[0]
    asked = {NAME: (), PERSON: ("--by-pseudonym",)}
    sent = {to: _sent(office, letter, tmp_path / to, *words) for to, words in asked.items()}
    for to, (text, page) in sent.items():
        assert f"To: {to}" in text
        assert to in page
    assert PERSON not in sent[NAME][0], "name and pseudonym never stand together"
    assert f"To: {PERSON}" in called(office, letter)


def _sent(office: Office, letter: str, out: Path, *words: str) -> tuple[str, str]:
    """The text and the page of a letter that is written into a folder."""
    called(office, letter, "--out", str(out), *words)
    (text,), (page,) = out.glob("*.txt"), out.glob("*.html")
    return text.read_text("utf-8"), page.read_text("utf-8")


def test_what_cannot_be_written_is_said_in_a_sentence(office: Office) -> None:
    letter = named(office[1], "granted").ids[0]
    assert "no decision, question, payment, claim or person" in refused(office, "00000000-dead")
    assert "There is no language de" in refused(office, letter, "--language", "de")
    assert "name its folder with --out" in refused(office, letter, "--pdf")


def test_a_claim_s_own_key_makes_a_file_name_and_no_letter_takes_another_s_place(tmp_path: Path) -> None:
    folder, keys = tmp_path / "world", ("2020/115-a", "2020/115-b")
    with closing(town(folder)) as laptop:
        fill(laptop, [said(born()), *(said(files_claim(key)) for key in keys)])
        fill(laptop, [said(taken_back(key)) for key in keys])
    called((folder, []), PERSON, "--out", str(tmp_path / "letters"))
    texts = [file.read_text("utf-8") for file in (tmp_path / "letters").glob("*-closure-2020-115*.txt")]
    assert sorted(key for text in texts for key in keys if f"Our reference: {key}" in text) == sorted(keys)


def test_a_claim_that_nobody_determined_ends_with_a_letter_too(tmp_path: Path) -> None:
    long_ago = date(1985, 1, 5)
    with closing(town(tmp_path)) as laptop:
        fill(laptop, [said(born()), said(files_claim(on=long_ago))])
        fill(laptop, [said(taken_back(CLAIM))])
    assert "Mississippi" in called((tmp_path, []), PERSON)


def taken_back(claim: str) -> Event:
    return withdraws().model_copy(update={"key": claim})
