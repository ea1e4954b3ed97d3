"""Nobody is decided against unheard: the table is searched through, and so are the handlers themselves."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from contracts.base import Envelope, Event, read
from contracts.casework import Verdict
from contracts.claims import AnswerRefused, ClaimDecision, Ground, NoticeIssued
from contracts.values import Period
from services.claims import decisions
from services.claims.handlers import make_service
from services.claims.person import Applicant
from services.claims.procedure import standard_procedure
from services.claims.steps import AGAINST, CONTESTED, OPEN, STEPS, Act, ImpossibleStep, QuestionStep, Steps, after
from services.runtime.handling import To
from tests.services.claims.telling import (
    CLAIM,
    SCHEME,
    TOLD,
    WEEK,
    WEIGHED,
    answered,
    determined,
    filed,
    finding,
    replied,
)

TAKES_SOMETHING_AWAY = {
    Act.ANSWER_AGAINST: frozenset({"notice", "hearing"}),
    Act.PROPOSE_AGAINST: frozenset({"notice", "hearing"}),
    Act.CONFIRM: frozenset({"notice", "hearing", "proposal"}),
    Act.UPHOLD: frozenset({"notice", "hearing", "contest", "review"}),
    Act.CHANGE: frozenset({"notice", "hearing", "contest", "review"}),
}
"""What must have happened before each act that leaves something standing against a person."""

FORGETS = {
    Act.ASK: frozenset({"notice", "hearing", "proposal", "contest", "review"}),
    Act.NOTICE: frozenset({"hearing", "proposal"}),
    Act.REPLY: frozenset({"proposal"}),
    Act.RETURN: frozenset({"proposal"}),
    Act.COMPLAIN: frozenset({"review"}),
    Act.APPEAL: frozenset({"review"}),
    Act.TAKE_BACK: frozenset({"contest", "review"}),
    Act.FIND_TOO_LATE: frozenset({"contest", "review"}),
}
"""What of it no longer counts after an act."""

BRINGS = {
    Act.NOTICE: "notice",
    Act.REPLY: "hearing",
    Act.WINDOW_PASSES: "hearing",
    Act.PROPOSE_AGAINST: "proposal",
    Act.COMPLAIN: "contest",
    Act.APPEAL: "contest",
    Act.HEAR: "review",
}


def ways_to_be_decided_against_unheard(steps: Steps) -> set[tuple[QuestionStep, Act]]:
    """Every step of every walk through the table that leaves something standing against a person, too early."""
    found: set[tuple[QuestionStep, Act]] = set()
    asked: tuple[QuestionStep, frozenset[str]] = (QuestionStep.ASKED, frozenset())
    requested = QuestionStep.REQUESTED, frozenset({"notice", "hearing"})  # who asks knows of it, and has spoken
    seen, waiting = {asked, requested}, deque([asked, requested])
    while waiting:
        step, happened = waiting.popleft()
        for (before, act), later in steps.items():
            if before is not step:
                continue
            needs = TAKES_SOMETHING_AWAY.get(act, frozenset())
            if not needs <= happened or (later in AGAINST and before not in AGAINST and act not in STANDS_AFTER):
                found.add((before, act))
            remembered = happened - FORGETS.get(act, frozenset()) | ({BRINGS[act]} if act in BRINGS else set())
            if (after_it := (later, remembered)) not in seen:
                seen.add(after_it)
                waiting.append(after_it)
    return found


STANDS_AFTER = {Act.ANSWER_AGAINST, Act.CONFIRM}
"""The only acts by which a question that was open comes to stand against a person."""


class TestTheTable:
    def test_knows_no_way_to_be_decided_against_unheard(self) -> None:
        assert ways_to_be_decided_against_unheard(STEPS) == set()

    @pytest.mark.parametrize(
        "forbidden",
        [
            ((QuestionStep.ASKED, Act.ANSWER_AGAINST), QuestionStep.DECIDED_AGAINST),
            ((QuestionStep.NOTICED, Act.ANSWER_AGAINST), QuestionStep.DECIDED_AGAINST),
            ((QuestionStep.ASKED, Act.WINDOW_PASSES), QuestionStep.HEARD),
            ((QuestionStep.HEARD, Act.NOTICE), QuestionStep.HEARD),
            ((QuestionStep.DROPPED, Act.ASK), QuestionStep.HEARD),
            ((QuestionStep.HEARD, Act.REPLY), QuestionStep.DECIDED_AGAINST),
            ((QuestionStep.HEARD, Act.CONFIRM), QuestionStep.DECIDED_AGAINST),
            ((QuestionStep.PROPOSED, Act.REPLY), QuestionStep.PROPOSED),
            ((QuestionStep.COMPLAINED, Act.UPHOLD), QuestionStep.UPHELD),
            ((QuestionStep.APPEALED, Act.CHANGE), QuestionStep.FINAL_AGAINST),
            ((QuestionStep.UPHELD, Act.APPEAL), QuestionStep.APPEAL_HEARD),
            ((QuestionStep.DECIDED_AGAINST, Act.UPHOLD), QuestionStep.UPHELD),
        ],
    )
    def test_would_be_caught_if_it_did(self, forbidden: tuple[tuple[QuestionStep, Act], QuestionStep]) -> None:
        assert ways_to_be_decided_against_unheard({**STEPS, forbidden[0]: forbidden[1]})

    def test_reaches_every_step(self) -> None:
        assert {QuestionStep.ASKED, QuestionStep.REQUESTED} | set(STEPS.values()) == set(QuestionStep)

    def test_ends_only_for_the_person_or_with_the_independent_body(self) -> None:
        ends = set(QuestionStep) - {step for step, _ in STEPS}
        assert ends == {QuestionStep.DECIDED_FOR, QuestionStep.FINAL_AGAINST}

    def test_lets_whatever_stands_against_a_person_be_contested(self) -> None:
        for step in AGAINST - CONTESTED - {QuestionStep.FINAL_AGAINST}:
            assert (step, Act.APPEAL) in STEPS
        for step in CONTESTED:
            assert {(step, Act.OVERTURN), (step, Act.TAKE_BACK), (step, Act.HEAR)} <= STEPS.keys()

    def test_never_turns_a_decision_for_the_person(self) -> None:
        for act in Act:
            with pytest.raises(ImpossibleStep):
                after(QuestionStep.DECIDED_FOR, act)


@dataclass
class Witness:
    """An onlooker who keeps their own book of what the claimant was told and said, and on which day."""

    told_on: date | None = None
    reply_by: date | None = None
    replied_on: date | None = None
    adverse: int = 0
    complaints: list[str] = field(default_factory=list)

    def hears(self, event: Event | To, day: date) -> None:
        if isinstance(event, NoticeIssued):
            self.told_on, self.reply_by, self.replied_on = event.issued_on, event.reply_by, None
        if isinstance(event, ClaimDecision) and event.verdict is Verdict.AGAINST_CLAIMANT:
            self.adverse += 1
            self.complaints += [words for words in self._what_is_missing(event, day) if words]

    def _what_is_missing(self, decision: ClaimDecision, day: date) -> Iterator[str]:
        if self.told_on is None or self.reply_by is None:
            yield "no notice"
        elif self.replied_on is None and day <= self.reply_by:
            yield "neither a reply nor the end of the window"
        for name in ("officer", "facts_considered", "reasons", "article", "ground", "applies", "noticed_on", "appeal"):
            yield "" if getattr(decision, name) else f"no {name}"
        if decision.ground is Ground.REFUSAL and (decision.suitability is None or decision.suitability.labour_dispute):
            yield "no suitable work"


@dataclass
class Scene:
    """A person, the day, and the witness; `next_number` of the determination is not part of what is told apart."""

    person: Applicant
    witness: Witness
    day: date = TOLD
    number: int = 0

    def key(self) -> object:
        def days(one: date | None) -> int | None:
            return None if one is None else max(-1, (one - self.day).days)

        questions = sorted(
            (q.question, q.step, q.facts, days(q.issued_on), days(q.reply_by), days(q.replied_on))
            for q in self.person.questions.values()
        )
        seen = self.witness
        return repr((questions, days(seen.told_on), days(seen.reply_by), days(seen.replied_on)))


WINDOW_DAYS = 18
SHORT = Period.of_days(WEEK.start, 3)


def things_that_may_happen(ground: Ground | None) -> Iterator[str]:
    yield from ("doubt", "other facts", "no doubt", "reply", "a day", "the window", "for", "against")
    if ground is Ground.REFUSAL:
        yield from ("against, weighed", "against, in a strike")


def happen(scene: Scene, what: str, ground: Ground | None) -> Scene:
    scene = copy.deepcopy(scene)
    if what == "a day":
        return replace(scene, day=scene.day + timedelta(days=1))
    if what == "the window":
        return replace(scene, day=scene.day + timedelta(days=WINDOW_DAYS))
    question = next(iter(scene.person.questions), "question-0")
    strike = WEIGHED.model_copy(update={"labour_dispute": True})
    against, number = Verdict.AGAINST_CLAIMANT, scene.number + 1
    envelope = {
        "doubt": lambda: determined(number, finding(ground=ground), on=scene.day),
        "other facts": lambda: determined(number, finding(ground=ground, because="News."), on=scene.day),
        "no doubt": lambda: determined(number, on=scene.day),
        "reply": lambda: replied(question, scene.day),
        "for": lambda: answered(question, Verdict.FOR_CLAIMANT, on=scene.day),
        "against": lambda: answered(question, against, on=scene.day, applies=SHORT),
        "against, weighed": lambda: answered(question, against, on=scene.day, suitability=WEIGHED),
        "against, in a strike": lambda: answered(question, against, on=scene.day, suitability=strike),
    }[what]()
    scene.number = number
    for event in take(scene.person, envelope):
        scene.witness.hears(event, scene.day)
    known = scene.person.questions.get(question)
    if what == "reply" and known is not None and scene.witness.told_on and known.step in OPEN:
        scene.witness.replied_on = scene.day
    return scene


HANDLERS = make_service(schemes=(SCHEME,)).handlers


def take(person: Applicant, envelope: Envelope) -> list[Event | To]:
    event = read(envelope)
    return list(HANDLERS[type(event)](event, person, envelope))


def every_scene(ground: Ground | None) -> tuple[int, list[str]]:
    """Search all that can happen, in any order and any number of times; adverse decisions seen, and all complaints."""
    person = Applicant("ann")
    take(person, filed())
    start = Scene(person, Witness())
    seen, waiting, complaints, adverse = {start.key()}, deque([start]), [], 0
    while waiting:
        scene = waiting.popleft()
        for what in things_that_may_happen(ground):
            later = happen(scene, what, ground)
            complaints += later.witness.complaints
            adverse += later.witness.adverse
            if (later.day - TOLD).days <= 2 * WINDOW_DAYS + 4 and later.key() not in seen:
                seen.add(later.key())
                waiting.append(later)
    return adverse, complaints


class TestTheHandlers:
    @pytest.mark.parametrize("ground", [Ground.QUIT, Ground.REFUSAL, None])
    def test_never_let_anybody_be_decided_against_unheard(self, ground: Ground | None) -> None:
        adverse, complaints = every_scene(ground)
        assert (adverse > 0) is (ground is not None), "the search must have come to adverse decisions"
        assert complaints == []

    def test_would_be_caught_if_they_did(self, monkeypatch: pytest.MonkeyPatch) -> None:
        careless = decisions.Heard(TOLD, None)
        monkeypatch.setattr(decisions, "_hearing", lambda *_: careless)
        assert "neither a reply nor the end of the window" in every_scene(Ground.QUIT)[1]

    def test_would_be_caught_if_work_refused_in_a_strike_cost_something(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(decisions, "_weighed", lambda suitability: suitability)
        assert "no suitable work" in every_scene(Ground.REFUSAL)[1]


def test_an_answer_that_cannot_take_effect_changes_nothing() -> None:
    person = Applicant("ann")
    take(person, determined(1, finding()))
    (question,) = person.questions
    before = copy.deepcopy(person.questions)
    (refused,) = take(person, answered(question, Verdict.AGAINST_CLAIMANT, on=TOLD))
    assert isinstance(refused, AnswerRefused)
    assert person.questions == before


def test_every_ground_can_be_told_in_words() -> None:
    assert set(standard_procedure().grounds) == set(Ground)


def test_a_claim_that_was_never_filed_can_still_be_answered_for() -> None:
    person = Applicant("ann")
    take(person, determined(1, finding()))
    (question,) = person.questions
    (decision,) = take(person, answered(question, Verdict.FOR_CLAIMANT, on=TOLD))
    assert isinstance(decision, ClaimDecision)
    assert decision.claim == CLAIM
