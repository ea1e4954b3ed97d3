"""What a desk's program sends is told from a file of lines, into a laptop's world, with the same walls."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, NoticeIssued, QuestionOpened
from contracts.contest import ContestOutcome
from contracts.registry import Separation
from services.__main__ import app
from services.registry_kit.acts import acts
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop
from tests.stories.contesting import told_by
from tests.stories.town import PERSON, born, closes, files_claim, fill, lost_work, said, town, wages

OFFICER = {"staff": "staff-17", "role": "adjudicator"}
REVIEWER = {"staff": "staff-31", "role": "reviewer"}
ARTICLE = "Miss. Code Ann. § 71-5-513"
Line = dict[str, Any]


class Desk:
    """A world with one open question, and the file of a desk beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with_past = (*(wages(month) for month in range(7, 25)), born(), lost_work(Separation.VOLUNTARY), files_claim())
        laptop = town(folder)
        fill(laptop, [said(event) for event in with_past])
        self.question = told_by(laptop, "claims", QuestionOpened)[0]
        self.decide_on = told_by(laptop, "claims", NoticeIssued)[-1].reply_by + timedelta(days=1)
        laptop.close()

    def tells(self, *lines: Line | str, code: int = 0, options: tuple[str, ...] = ()) -> Any:
        """What the command says for machines of these lines."""
        file = self.folder / "acts.jsonl"
        file.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in lines), "utf-8")
        words = ["casework", str(file), "--folder", str(self.folder), "--json", *options]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == code, f"{done.output}{done.exception}"
        return json.loads(done.stdout)

    def refuses(self, line: Line | str) -> str:
        """Why a line is rejected."""
        [wrong] = self.tells(line, code=1)["rejected"]
        return str(wrong["reason"])

    def after(self, day: date) -> Laptop:
        """The world after a day was closed, which whoever asks for closes."""
        laptop = town(self.folder)
        closes(laptop, day)
        return laptop

    def answer(self, **more: object) -> Line:
        """An answer against the claimant, as a desk's program sends it."""
        period = self.question.period
        assert period is not None
        return {
            "event": "answer-given",
            "question": self.question.question,
            "answered_on": str(self.decide_on),
            "officer": OFFICER,
            "verdict": "against_claimant",
            "reasons": "No just cause was shown.",
            "article": ARTICLE,
            "facts_considered": ["employment"],
            "applies": {"start": str(period.start), "end": str(period.end)},
            "evidence": ["employers_statement", "document"],
            **more,
        }


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """For lines that are rejected, which leave the world as it was."""
    return Desk(tmp_path_factory.mktemp("office"))


def test_a_case_is_decided_contested_and_reviewed_from_files_by_the_beginnings_of_ids(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.after(desk.decide_on - timedelta(days=1)).close()
    first = desk.tells(desk.answer(question=desk.question.question[:8]))
    assert [one["person"] for one in first["published"]] == [PERSON], "whose case it is follows from the question"
    assert desk.tells(desk.answer()) == first, "told again by the whole id, it is the same event"
    on = desk.decide_on + timedelta(days=1)
    laptop = desk.after(on)
    assert len(told_by(laptop, "claims", ClaimDecision)) == 1
    laptop.close()

    day = str(on + timedelta(days=1))
    mandate: Line = {"key": "mandate-1", "representative": "union-4", "kind": "workers_organisation"}
    mandate |= {"since": day, "source_version": 1, "recorded_at": f"{day}T09:00:00+00:00"}
    desk.tells(
        {"event": "mandate-given", "person": PERSON[:6], "scope": ["contest", "hearing"], **mandate},
        {"event": "contest-filed", "decision": desk.question.question[:6], "tier": "complaint", "filed_on": day}
        | {"mandate": "mandate-1", "channel": "office"},
    )
    laptop = desk.after(on + timedelta(days=2))
    contest = told_by(laptop, "claims", ContestOpened)[0].contest
    laptop.close()
    day = str(on + timedelta(days=3))
    desk.tells(
        {"event": "hearing-held", "contest": contest[:8], "invited_on": day, "held_on": day, "officer": REVIEWER}
        | {"attendance": "represented", "mandate": "mandate-1"},
        {"event": "contest-decided", "contest": contest, "decided_on": day, "officer": REVIEWER}
        | {
            "outcome": "overturned",
            "reasons": "Unpaid wages.",
            "article": ARTICLE,
            "facts_considered": ["slip"],
        },
    )
    laptop = desk.after(on + timedelta(days=4))
    assert [one.outcome for one in told_by(laptop, "claims", ContestClosed)] == [ContestOutcome.OVERTURNED]
    laptop.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"event": "answer-gven"}, "do you mean casework.answer-given"),
        ({"event": None}, "it must be said what was done"),
        ({"event": "contribution-recorded"}, "there is no act contribution-recorded"),
        ({"question": "zz"}, "no question or contest begins with zz"),
        ({"person": "p-" + "6" * 32}, f"the question or contest is of {PERSON}"),
        ({"person": "p-9"}, "nobody begins with p-9"),
        ({"person": "p-%"}, "nobody begins with p-%"),
        ({"person": "p-" + "9" * 60_000}, "nobody begins with p-9"),
        ({"person": "\ud800"}, "the line holds half a character"),
        ({"question": "\ud800"}, "the line holds half a character"),
        ({"\udfff": 1}, "the line holds half a character"),
        ({"officer": {"staff": "\ud800", "role": "clerk"}}, "the line holds half a character"),
        ({"question": ""}, "question: must be an id or its beginning"),
        ({"question": "x" * 60_000}, "question: must be an id or its beginning"),
        ({"officer": {"staff": "staff-1"}}, "officer.role"),
        ({"officer": OFFICER | {"named": "Jane"}}, "has no field named"),
        ({"reason": "Twice."}, "has no field reason"),
        ({"answered_on": "2020-02-31"}, "answered_on"),
        ({"answered_on": "2099-01-01"}, "its day lies in the future"),
        ({"applies": None}, "which days it covers"),
    ],
)
def test_a_line_that_tells_no_act_is_rejected_in_words(asked: Desk, change: Line, words: str) -> None:
    assert words in asked.refuses(asked.answer(**change))


@pytest.mark.parametrize("line", ["[1]", "{", '{"event": "a", "event": "b"}'])
def test_a_line_that_is_no_object_is_rejected(asked: Desk, line: str) -> None:
    assert asked.refuses(line)


def test_a_beginning_of_several_ids_is_refused_with_the_whole_ids(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    several = {"8ab1": PERSON, "8ac2": PERSON}
    monkeypatch.setattr("services.commands.casework.keys_beginning_with", lambda *_: several)
    assert "several begin with 8a: 8ab1 or 8ac2" in asked.refuses(asked.answer(question="8a"))


def test_what_is_right_is_published_though_another_line_is_wrong_and_a_trial_publishes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    wrong, right = desk.answer(reasons=""), desk.answer()
    tried = desk.tells(wrong, right, code=1, options=("--dry-run",))
    assert (tried["published"], tried["valid"], [one["line"] for one in tried["rejected"]]) == ([], 1, [1])
    assert len(desk.tells(wrong, right, code=1)["published"]) == 1


def test_a_whole_character_of_two_halves_is_text(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "\\ud83d\\ude00" in json.dumps(smiling := "The form smiles: \U0001f600")
    assert desk.tells(desk.answer(reasons=smiling), options=("--dry-run",))["valid"] == 1


def test_a_file_that_contradicts_itself_is_rejected_from_there_and_what_it_repeats_is_one_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    mandate: Line = {"event": "mandate-given", "person": PERSON, "key": "mandate-1", "representative": "union-4"}
    mandate |= {"kind": "workers_organisation", "scope": ["contest"], "since": "2020-02-01", "source_version": 1}
    mandate |= {"recorded_at": "2020-02-01T09:00:00+00:00"}
    told = desk.tells(mandate, mandate, mandate | {"since": "2020-02-02"}, mandate | {"source_version": 2}, code=1)
    assert told["rejected"] == [
        {"line": 3, "reason": "line 1 says otherwise of the same, under the same version"},
    ]
    assert len({event["id"] for event in told["published"]}) == 2


def test_the_same_words_of_another_moment_are_another_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    lines = [desk.answer(recorded_at=f"2020-03-{day}T09:00:00+00:00") for day in (20, 21)]
    assert len({event["id"] for event in desk.tells(*lines)["published"]}) == 2
    laptop = town(tmp_path)
    with laptop.databases["claims"].reading() as connection:
        assert parking.waiting(connection) == []
    laptop.close()


def test_every_act_of_an_officer_a_claimant_and_a_provider_can_be_told() -> None:
    assert {"casework.answer-given", "casework.debt-written-off", "intake.waiver-requested"} <= acts().keys()
    assert {name.partition(".")[0] for name in acts()} == {"casework", "intake", "providers"}
