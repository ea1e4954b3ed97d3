"""What officers find who work on with a day of the demonstration, and how two of them decide together."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from contracts.casework import AnswerConfirmed
from contracts.claims import ClaimDecision
from services.commands.demo import Place, what_to_do_next
from services.commands.sign_ins import NO_CASE, NOTHING, OTHERS, WAITS, sign_ins
from services.console.demo_officers import OFFICERS
from services.console.officers.roles import Role
from services.console.today import waiting_for
from services.demo.calendar import DAY
from services.demo.kept_day import OFFICERS_DAY, keep
from services.demo.people import People
from services.demo.run import demonstrate_in
from services.demo.world import laptop_world
from services.payments.edge import batches
from services.worlds import laptop_in
from tests.services.console.house import House, fields, house, leads_to, words

PEOPLE = 6
"""The last of them certified six weeks on one paper."""
TOLD = re.compile(r"  (\S+) answers the question about (\S+) against the person; (\S+) agrees or not\.")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[date]]:
    """The copy for officers, and the days of the files that waited for release when it was made."""
    folder, waiting = tmp_path_factory.mktemp("officers") / "world", list[date]()
    people = People(count=PEOPLE)

    with closing(laptop_in(folder)) as laptop, laptop_world(laptop, people) as world:

        def evening(day: date) -> bool:
            with world.databases["payments"].reading() as connection:
                waiting.extend(batch.day for batch in batches.sealed_batches(connection) if batch.waiting)
            if day + DAY == OFFICERS_DAY:
                keep(folder)
            return day + DAY == OFFICERS_DAY

        demonstrate_in(world, people, lambda _doing, _carried: None, each_evening=evening)
    return folder / "officers-day", waiting


@pytest.fixture
def office(kept: tuple[Path, list[date]], tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(kept[0], tmp_path / "world")) as opened:
        yield opened


def test_an_evening_finds_the_files_of_its_day_before_anybody_has_released_them(
    kept: tuple[Path, list[date]],
) -> None:
    assert kept[1]
    assert kept[1] == sorted(set(kept[1])), "each file waited on its own evening and on no later one"


def test_two_officers_who_follow_what_is_printed_decide_together(office: House) -> None:
    printed = "\n".join(sign_ins(office.console.world()))
    told = TOLD.search(printed)
    assert told, printed
    first, second = office.signed_in(told[1]), office.signed_in(told[3])
    address = leads_to(first.get("/en/work").text, "questions")
    assert told[2] in address
    page = first.get(address).text
    answer = {
        "verdict": "against_claimant",
        "fact": re.findall(r'name="fact" value="([^"]+)"', page)[0],
        "reasons": "You earned in each of these weeks what you had earned before.",
        "evidence": "registry_record",
        "cause": "claimant-reported-late",
        "first": re.findall(r'name="first" type="date" value="([^"]+)"', page),
        "last": re.findall(r'name="last" type="date" value="([^"]+)"', page),
        "article": "Institution's own rule",
    }
    proposed = words(first.post(address, data={**fields(page), **answer}).text)
    assert "Waits for a second officer" in proposed
    assert "1 answer or complaint to look at" in "\n".join(sign_ins(office.console.world()))
    page = second.get(leads_to(second.get("/en/work?stage=second").text, "questions")).text
    agrees = {"confirms": "confirms", "reasons": "The corrected certification says the same."}
    assert "Decided against the person" in words(second.post(address, data={**fields(page), **agrees}).text)
    person = address.split("/")[3]
    assert [one.officer.staff for one in office.said(AnswerConfirmed, person)] == ["officer-110"]
    (decision,) = [one for one in office.said(ClaimDecision, person) if one.amount]
    assert (decision.officer.staff, decision.confirmed_by and decision.confirmed_by.staff) == (told[1], told[3])


def test_who_finds_nothing_to_do_is_told_so_in_the_printed_names_and_on_the_page(office: House) -> None:
    lines = {line.split()[0]: line for line in sign_ins(office.console.world()) if line.startswith("  ")}
    assert set(lines) >= {officer.staff for officer in OFFICERS}
    assert lines["officer-110"].endswith(NOTHING)
    page = words(office.signed_in("officer-110").get("/en/work").text)
    assert "Nothing waits for a second officer today." in page
    assert "Nothing waits for a second officer today." not in words(
        office.signed_in("officer-101").get("/en/work").text
    )


def test_where_no_case_waits_the_printed_names_say_so_and_how_to_get_work(office: House, tmp_path: Path) -> None:
    assert NO_CASE not in "\n".join(sign_ins(office.console.world()))
    laptop_in(tmp_path / "empty").close()
    with house(tmp_path / "empty") as empty:
        assert NO_CASE in "\n".join(sign_ins(empty.console.world()))


def test_a_demonstration_that_serves_nothing_says_that_little_waits_and_when_officers_have_work() -> None:
    def looks_further(*, serving: bool) -> str:
        shown = Console(file=StringIO(), width=120)
        what_to_do_next("p-1", Place("demo-data"), shown, serving=serving)
        assert isinstance(shown.file, StringIO)
        return " ".join(shown.file.getvalue().split())

    assert "little or nothing waits for officers" in looks_further(serving=False)
    assert "ends with the console of 08 June 2020" in looks_further(serving=False)
    assert "waits for officers" not in looks_further(serving=True)


def test_every_role_of_the_demonstration_has_words_for_what_waits(office: House) -> None:
    assert set(WAITS) | set(OTHERS) == set(Role)
    counted = {role for officer in OFFICERS for role in waiting_for(office.console.world(), officer)}
    assert counted == set(WAITS)


def test_large_sums_are_corrected_so_that_one_question_can_be_decided_on_the_officers_day() -> None:
    people = People(count=PEOPLE)
    (person,) = (worker for worker in people.everybody() if worker.person.startswith("p-5c98b26a"))
    corrected = [one for one in people.announced_of(person) if one.fact.source_version == 2]
    papers = [one for one in corrected if one.known_on == OFFICERS_DAY - timedelta(days=19)]
    assert len(papers) == 1, "four days of delivery and fourteen to reply end on the eve"
