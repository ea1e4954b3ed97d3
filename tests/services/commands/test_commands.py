"""The command line as people use it, on a small demonstration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.__main__ import app
from services.commands.letters_archive import case_about
from services.commands.world import opened_world
from services.demo.people import People
from services.demo.run import EVENTS_A_PERSON
from services.eligibility.views import some_claims
from services.letters.every_letter import letters_of
from services.runtime.process.settings import Settings, WrongSetting
from tests.services.letters.readability import GRADE_MAX, grade, prose
from tests.shape.tree import ROOT

PEOPLE = 60
RUNNER = CliRunner()


def run(*words: str) -> str:
    result = RUNNER.invoke(app, list(words), env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output + str(result.exception)
    return result.stdout


def refused(*words: str) -> str:
    result = RUNNER.invoke(app, list(words), env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    return " ".join(result.output.replace("│", " ").split())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    said = run("demo", "--people", str(PEOPLE), "--folder", str(folder), "--json")
    return folder, json.loads(said)


Demo = tuple[Path, dict[str, Any]]


def test_letters_of_the_demonstration_are_easy_to_read(demo: Demo) -> None:
    with opened_world(demo[0]) as world:
        with world.databases["eligibility"].reading() as connection:
            people = {claim.person for claim in some_claims(connection, 15)}
        letters = [letter for person in sorted(people) for letter in letters_of(case_about(world, person))]
    assert {"granted", "weeks", "payment"} <= {letter.name for letter in letters}
    assert [letter for letter in letters if grade(prose(letter)) > GRADE_MAX] == []


def test_the_summary_for_machines_is_one_object_with_whole_amounts(demo: Demo) -> None:
    found = demo[1]
    for name in (
        "people",
        "claims",
        "granted",
        "refused",
        "paid_minor",
        "instructions",
        "referrals",
        "parked",
        "events",
    ):
        assert isinstance(found[name], int), name
    assert found["people"] == PEOPLE
    assert found["claims"] == sum(worker.row.filed for worker in People(count=PEOPLE).everybody())
    assert found["granted"] + found["refused"] + found["needs_a_person"] == found["claims"]
    assert (found["currency"], found["trial_balance_minor"], found["reconciliation_differences"]) == ("USD", 0, [])
    assert found["seconds"]
    assert abs(PEOPLE * EVENTS_A_PERSON - found["events"]) < found["events"] / 10, "what the bar of progress expects"


def test_the_same_people_give_the_same_figures(demo: Demo, tmp_path: Path) -> None:
    again = json.loads(run("demo", "--people", str(PEOPLE), "--folder", str(tmp_path / "again"), "--json"))
    timed = {"seconds", "events_per_second"}
    assert {k: v for k, v in again.items() if k not in timed} == {k: v for k, v in demo[1].items() if k not in timed}


def test_the_summary_for_people_tells_the_main_figures_and_one_story(tmp_path: Path) -> None:
    told = run("demo", "--people", "30", "--folder", str(tmp_path / "page"), "--no-serve")
    for words in ("people in the registries", "weeks paid", "Replacement rate", "trial balance 0", "a second", "story"):
        assert words in told


def test_a_story_is_told_in_order_with_its_law(demo: Demo) -> None:
    worker = next(worker for worker in People(count=PEOPLE).everybody() if worker.row.filed)
    told = run("story", worker.person, "--folder", str(demo[0]))
    assert told.index("filed under us/mississippi") < told.index("Determination 1")
    assert "Miss. Code Ann. § 71-5-511" in told
    lines = json.loads(run("story", worker.person, "--folder", str(demo[0]), "--json"))
    assert [line["day"] for line in lines] == sorted(line["day"] for line in lines)


def test_a_decision_is_explained_down_to_the_facts(demo: Demo) -> None:
    worker = next(worker for worker in People(count=PEOPLE).everybody() if worker.row.filed)
    lines = json.loads(run("story", worker.person, "--folder", str(demo[0]), "--json"))
    made = next(line["says"] for line in lines if line["says"].startswith("Determination 1"))
    decision = made.partition("(")[2].partition(")")[0]
    told = run("explain", decision, "--folder", str(demo[0]))
    assert "weekly_benefit_amount" in told
    assert f"<- {worker.lost_job.key}/" in told


def test_parked_messages_are_listed_shown_and_set_aside(demo: Demo) -> None:
    folder = str(demo[0])
    waiting = json.loads(run("parked", "list", "--folder", folder, "--json"))
    assert len(waiting) >= demo[1]["parked"] > 0
    one = waiting[0]
    shown = run("parked", "show", one["service"], str(one["number"]), "--folder", folder)
    assert one["code"] in shown
    assert "what to do" in shown
    run("parked", "replay", one["service"], "--folder", folder)
    assert json.loads(run("parked", "list", "--folder", folder, "--json")) == waiting, "nothing mended, nothing gone"
    words = ("--officer", "staff-1", "--reason", "planted by the demonstration")
    run("parked", "discard", one["service"], str(one["number"]), "--folder", folder, *words)
    assert one not in json.loads(run("parked", "list", "--folder", folder, "--json"))
    aside = json.loads(run("parked", "list", "--discarded", "--folder", folder, "--json"))
    assert [(row["number"], row["set_aside_by"], row["because"]) for row in aside] == [
        (one["number"], "staff-1", "planted by the demonstration")
    ]
    assert "Set aside by staff-1: planted by the demonstration" in run(
        "parked", "list", "--discarded", "--folder", folder
    )


def test_nothing_is_set_aside_without_a_person_and_a_reason(demo: Demo) -> None:
    one = json.loads(run("parked", "list", "--folder", str(demo[0]), "--json"))[-1]
    where = ("parked", "discard", one["service"], str(one["number"]), "--folder", str(demo[0]))
    for officer, reason in (("", "a reason"), ("staff-1", " "), ("", "")):
        blank = "--reason" if officer else "--officer"
        assert f"{blank} has nothing in it" in refused(*where, "--officer", officer, "--reason", reason)
    assert one in json.loads(run("parked", "list", "--folder", str(demo[0]), "--json"))


def test_the_summary_and_the_list_count_the_same_parked_messages(demo: Demo) -> None:
    listed = json.loads(run("parked", "list", "--folder", str(demo[0]), "--json"))
    aside = json.loads(run("parked", "list", "--discarded", "--folder", str(demo[0]), "--json"))
    assert len({row["came_from"] for row in listed + aside}) == demo[1]["parked"]


def test_every_line_of_the_parked_list_fits_a_narrow_terminal(demo: Demo) -> None:
    lines = run("parked", "list", "--folder", str(demo[0])).splitlines()
    assert lines
    assert max(map(len, lines)) <= 80


def test_an_earlier_run_is_replaced_only_with_a_word(tmp_path: Path) -> None:
    folder = str(tmp_path / "again")
    first, second = (RUNNER.invoke(app, ["demo", "--people", "1", "--folder", folder, "--json"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Replacing" not in first.stderr
    assert f"Replacing the earlier run in {folder}" in second.stderr


def test_a_sheets_file_can_be_compared_with_the_scheme_it_changes(tmp_path: Path) -> None:
    sheet = (ROOT / "law" / "schemes" / "us" / "mississippi.yaml").read_text("utf-8")
    changed = tmp_path / "draft.yaml"
    changed.write_text(sheet.replace("value: 235", "value: 300"), "utf-8")
    told = run("scheme", "diff", "us/mississippi@2020-03-01", f"{changed}@2020-03-01")
    assert "1 difference in the law" in told
    assert "was USD 235.00 a week (since 2019-12-29) and is USD 300.00 a week" in told


def test_a_day_before_any_law_is_refused() -> None:
    told = refused("scheme", "diff", "us/mississippi@1800-01-01", "us/mississippi@2020-03-01")
    assert "us/mississippi knows no law before 2019-12-29" in told


def test_a_person_is_not_taken_for_a_decision_and_the_story_is_pointed_at(demo: Demo) -> None:
    worker = next(worker for worker in People(count=PEOPLE).everybody() if worker.row.filed)
    assert f"tideover story {worker.person}" in refused("explain", worker.person, "--folder", str(demo[0]))
    assert "several people begin with p-" in refused("story", "p-", "--folder", str(demo[0]))


def test_the_version_is_told() -> None:
    assert run("--version").startswith("tideover ")


def test_the_law_is_listed_and_shown() -> None:
    listed = json.loads(run("scheme", "list", "--json"))
    names = [row["scheme"] for row in listed]
    assert {"us/mississippi", "ilo/c168-reference"} <= set(names)
    table = run("scheme", "list")
    assert all(row["scheme"] in table and row["newest_law"] in table for row in listed)
    for name in names:
        assert "—" in run("scheme", "show", name), "every rule has its citation"


def test_the_law_of_a_day_is_shown_as_python_that_compiles() -> None:
    newest = run("scheme", "show", "no/dagpenger", "--as-python")
    older = run("scheme", "show", "no/dagpenger", "--as-python", "--on", "2024-12-31")

    assert "BASIC_AMOUNT = 136549" in newest
    assert "BASIC_AMOUNT = 124028" in older
    assert all(f"def {function}" in newest for function in ("decide(rows)", "of_claim(rows)", "of_period(rows, claim)"))
    compile(newest, "no/dagpenger", "exec")
    assert "--as-python" in refused("scheme", "show", "no/dagpenger", "--on", "2024-12-31")
    assert "knows no law of 1950-01-01" in refused(
        "scheme", "show", "no/dagpenger", "--as-python", "--on", "1950-01-01"
    )


def test_what_cannot_be_done_is_said_in_one_sentence(demo: Demo, tmp_path: Path) -> None:
    folder = str(demo[0])
    assert "nobody" in refused("story", "p-zzzz", "--folder", folder)
    assert "not the beginning of an id" in refused("explain", "xyz", "--folder", folder)
    assert "there is no scheme" in refused("scheme", "show", "xx/nowhere")
    assert "There is no database" in refused("story", "p-1", "--folder", str(tmp_path / "nothing"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    assert "something else" in refused("demo", "--people", "1", "--folder", str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(WrongSetting, match="TIDEOVER_PARTITIONS is wrong"):
        Settings.from_environment({"TIDEOVER_PARTITIONS": "many"})
    with pytest.raises(WrongSetting, match="no setting TIDEOVER_PARTITONS; do you mean TIDEOVER_PARTITIONS"):
        Settings.from_environment({"TIDEOVER_PARTITONS": "4"})


def test_nothing_personal_is_in_any_file_in_clear(demo: Demo) -> None:
    people = People(count=PEOPLE)
    secrets = [text for one in people.identities() for text in (one.name, one.national_id, one.account)]
    files = [path.read_bytes() for path in demo[0].rglob("*") if path.is_file()]
    assert any(b"p-" in file for file in files), "the check reads the right files"
    assert not [secret for secret in secrets for file in files if secret.encode() in file]
