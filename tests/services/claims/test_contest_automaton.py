"""Whatever is filed, heard and decided on a contest, in any order: nothing stands against who was not heard."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from contracts.base import Event, read
from contracts.casework import ContestDecided, HearingHeld, Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, Ground
from contracts.contest import ContestOutcome, Tier
from contracts.values import Period
from services.claims import contest_decisions
from services.claims.contest_decisions import Review
from services.claims.person import Applicant
from services.claims.steps import AGAINST, QuestionStep
from services.runtime.handling import To
from tests.services.claims.contesting import JUDGE, REVIEWER, contested, heard, reviewed, taken_back
from tests.services.claims.telling import OFFICER, TOLD, WEEK, answered, determined, filed, finding, replied
from tests.services.claims.test_automaton import take

DECIDED = TOLD + timedelta(days=1)
SHORT = Period.of_days(WEEK.start, 3)
OFFICERS = {"reviewer": REVIEWER, "judge": JUDGE, "first": OFFICER}
CONTESTS_MAX = 3


@dataclass
class Onlooker:
    """Keeps their own book of what was contested, who was heard, and by whom it was decided."""

    decided_by: set[str] = field(default_factory=lambda: {OFFICER.staff})
    open: ContestOpened | None = None
    was_heard: bool = False
    closed: int = 0
    complaints: list[str] = field(default_factory=list)

    def hears(self, event: Event | To) -> None:
        if isinstance(event, ContestOpened):
            self.complaints += ["two contests at once"] if self.open else []
            self.open, self.was_heard = event, False
        elif isinstance(event, ContestClosed):
            self.closed += 1
            self.complaints += [fault for fault in self._what_is_wrong(event) if fault]
            self.open = None
            if event.officer is not None:
                self.decided_by.add(event.officer.staff)
        elif isinstance(event, ClaimDecision) and event.verdict is Verdict.AGAINST_CLAIMANT:
            within = event.applies is not None and SHORT.holds(event.applies) and event.applies != SHORT
            self.complaints += [] if within else ["a changed decision takes no less"]

    def _what_is_wrong(self, event: ContestClosed) -> Iterator[str]:
        yield "" if self.open is not None and self.open.contest == event.contest else "it was not open"
        if event.officer is None:
            return
        stands = event.outcome in {ContestOutcome.UPHELD, ContestOutcome.CHANGED}
        yield "not heard" if stands and not self.was_heard else ""
        yield "no way on" if stands and not event.appeal else ""
        yield "decided by who had decided" if event.officer.staff in self.decided_by else ""
        yield (
            "not the independent body" if (event.officer.role == JUDGE.role) is not (event.tier is Tier.APPEAL) else ""
        )
        yield "found too late in time" if event.outcome is ContestOutcome.OUT_OF_TIME else ""
        yield "" if event.reasons and event.article else "no reasons or no article"


@dataclass
class Scene:
    """A person against whom a question was decided, the day, and the onlooker."""

    person: Applicant
    onlooker: Onlooker
    day: date

    def key(self) -> object:
        (question,) = self.person.questions.values()
        contests = sorted(
            (c.filing.tier, c.outcome or "", c.waits, c.hearing is not None, c.is_late)
            for c in self.person.contests.values()
        )
        late = question.contest_by is not None and self.day > question.contest_by
        return repr((question.step, sorted(question.took_part), contests, late, self.onlooker.was_heard))


def decided_scene() -> Scene:
    person = Applicant("ann")
    take(person, filed())
    take(person, determined(1, finding(ground=Ground.QUIT)))
    (question,) = person.questions
    take(person, replied(question, TOLD))
    take(person, answered(question, Verdict.AGAINST_CLAIMANT, on=DECIDED, applies=SHORT))
    assert person.questions[question].step is QuestionStep.DECIDED_AGAINST
    return Scene(person, Onlooker(), DECIDED)


def things_that_may_happen(scene: Scene) -> Iterator[str]:
    yield "a day"
    if len(scene.person.contests) < CONTESTS_MAX:
        yield from ("complaint", "appeal")
    if scene.onlooker.open is not None:
        yield "taken back"
        for officer in OFFICERS:
            yield f"heard by {officer}"
            for outcome in (ContestOutcome.UPHELD, ContestOutcome.CHANGED, ContestOutcome.OVERTURNED):
                yield f"{outcome} by {officer}"
        yield "out_of_time by reviewer"


def happen(scene: Scene, what: str) -> Scene:
    scene = copy.deepcopy(scene)
    if what == "a day":
        return replace(scene, day=scene.day + timedelta(days=1))
    (question,), day = scene.person.questions, scene.day
    contest = scene.onlooker.open.contest if scene.onlooker.open else ""
    if what in {"complaint", "appeal"}:
        envelope = contested(question, Tier(what), day)
    elif what == "taken back":
        envelope = taken_back(contest, day)
    else:
        act, _, officer = what.partition(" by ")
        named = OFFICERS[officer]
        if act == "heard":
            envelope = heard(contest, day, invited_on=day, officer=named)
        else:
            less = {"applies": Period.of_days(SHORT.start, 2)} if act == "changed" else {}
            envelope = reviewed(contest, ContestOutcome(act), day, named, **less)
    said = take(scene.person, envelope)
    event = read(envelope)
    for consequence in said:
        scene.onlooker.hears(consequence)
    if isinstance(event, HearingHeld) and not said:
        scene.onlooker.was_heard = True
    return scene


def every_scene() -> tuple[set[QuestionStep], list[str]]:
    """Search all that can happen after a decision; every step that was reached, and all complaints."""
    start = decided_scene()
    seen, waiting, complaints, reached = {start.key()}, deque([start]), [], set()
    while waiting:
        scene = waiting.popleft()
        for what in things_that_may_happen(scene):
            later = happen(scene, what)
            complaints += later.onlooker.complaints
            reached |= {question.step for question in later.person.questions.values()}
            if (later.day - DECIDED).days <= 3 and later.key() not in seen:
                seen.add(later.key())
                waiting.append(later)
    return reached, complaints


def test_nothing_is_left_standing_unheard_or_by_the_wrong_person_in_any_order() -> None:
    reached, complaints = every_scene()
    assert reached >= AGAINST | {QuestionStep.DECIDED_FOR}, "the search must have come to every step of a contest"
    assert complaints == []


def test_it_would_be_caught_if_whoever_decided_could_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Review, "_may_act", lambda *_: None)
    complaints = set(every_scene()[1])
    assert {"decided by who had decided", "not the independent body"} <= complaints


def test_it_would_be_caught_if_nobody_had_to_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def unheard(review: Review, _given: ContestDecided) -> None:
        heard_of = {
            QuestionStep.COMPLAINED: QuestionStep.COMPLAINT_HEARD,
            QuestionStep.APPEALED: QuestionStep.APPEAL_HEARD,
        }
        review.question.step = heard_of.get(review.question.step, review.question.step)

    monkeypatch.setattr(Review, "_was_heard", unheard)
    assert "not heard" in every_scene()[1]


def test_it_would_be_caught_if_a_changed_decision_took_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Review, "_takes_less", lambda *_: None)
    monkeypatch.setattr(contest_decisions, "_is_less", lambda *_: True)
    scene = happen(happen(decided_scene(), "complaint"), "heard by reviewer")
    (contest,) = scene.person.contests
    for event in take(scene.person, reviewed(contest, ContestOutcome.CHANGED, DECIDED, REVIEWER, applies=SHORT)):
        scene.onlooker.hears(event)
    assert scene.onlooker.complaints == ["a changed decision takes no less"]
