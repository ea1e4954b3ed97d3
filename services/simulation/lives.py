"""Draws a life from a seed: one or two people, their claims, what goes wrong around them, and how it is delivered.

Everything follows from the seed and from nothing else. What may be drawn is listed in `TROUBLES`; a name left out of
`troubles` is never drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from services.simulation import actions as told
from services.simulation.actions import Action, BankHabits, Certified, Story
from services.simulation.schedule import delivered

CHANCE_OF_TROUBLE = 25
"""Per cent, for each trouble by itself."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a life needs to know of a scheme: when its lives begin, how its periods run, and what wages are like."""

    name: str
    currency: str
    first_filing: date
    filing_days: int
    months_of_wages: int
    wages: tuple[int, int]
    earned: tuple[int, ...]
    weekday: int | None
    """The weekday on which weeks begin; None where a period is a month from the day of filing."""


MISSISSIPPI = Scheme(
    "us/mississippi", "USD", date(2020, 1, 6), 150, 9, (30_000, 260_000), (0, 0, 3_900, 5_000, 12_000, 40_000), 6
)
BAHRAIN = Scheme("bh/unemployment", "BHD", date(2019, 4, 10), 40, 13, (120_000, 1_900_000), (0,), None)
DATED = Scheme(
    "simulated/dated", "EUR", date(2019, 12, 20), 90, 6, (60_000, 420_000), (0, 0, 2_500, 4_400, 8_000, 60_000), 0
)
SCHEMES = (MISSISSIPPI, MISSISSIPPI, DATED, DATED, BAHRAIN)


@dataclass
class Life:
    """One person's life while it is drawn."""

    dice: Random
    who: int
    scheme: Scheme
    troubles: frozenset[str]
    names: Iterator[int]
    actions: list[Action] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    def identity(self) -> str:
        """A name for the next action."""
        return f"a{next(self.names)}"

    def tempted(self, trouble: str, per_cent: int = CHANCE_OF_TROUBLE) -> bool:
        """Whether the trouble happens; the dice are thrown in any case, so that a gate changes nothing else."""
        return self.dice.randrange(100) < per_cent and trouble in self.troubles

    def version(self, what: str) -> int:
        """The next version of a fact."""
        self.versions[what] = self.versions.get(what, 0) + 1
        return self.versions[what]

    def add(self, kind: Callable[..., Action], on: date, /, **fields: Any) -> Action:
        """One more action of this person."""
        action = kind(id=self.identity(), at=on, who=self.who, **fields)
        self.actions.append(action)
        return action


def drawn(seed: int, troubles: frozenset[str] | None = None) -> Story:
    """The story of a seed."""
    allowed = frozenset(TROUBLES) if troubles is None else troubles
    dice = Random(f"tideover simulation {seed}")
    names = count(1)
    lives = [
        Life(Random(f"{seed} person {who}"), who, dice.choice(SCHEMES), allowed, names)
        for who in range(1, 2 + (dice.randrange(100) < 15))
    ]
    for life in lives:
        _live(life)
    story = Random(f"{seed} delivery")
    everything = sorted((action for life in lives for action in life.actions), key=lambda action: action.at)
    return Story(seed=seed, bank=_bank(dice, allowed), actions=delivered(everything, story, names, allowed))


def _bank(dice: Random, troubles: frozenset[str]) -> BankHabits:
    def habit(trouble: str, *others: str, usual: str) -> str:
        drawn_habit = dice.choice((usual, *others)) if dice.randrange(100) < CHANCE_OF_TROUBLE else usual
        return drawn_habit if trouble in troubles else usual

    return BankHabits(
        duplicate_code=habit("bank: other codes for a duplicate", "AM05", "DU01", usual="DUPL"),  # type: ignore[arg-type]
        refuses_at=habit("bank: refuses at the batch", "batch", usual="group"),  # type: ignore[arg-type]
        tells_pending=habit("bank: tells of pending payments", "yes", usual="no") == "yes",
        returns_by=habit("bank: returns as a reversal", "reversal", usual="reason"),  # type: ignore[arg-type]
        books_as=habit("bank: books a file as one", "collective", usual="single"),  # type: ignore[arg-type]
    )


def _live(life: Life) -> None:
    dice, scheme = life.dice, life.scheme
    filed = scheme.first_filing + timedelta(days=dice.randrange(scheme.filing_days))
    ended = filed - timedelta(days=dice.randrange(12))
    before = min(ended, filed) - timedelta(days=dice.randrange(3))
    life.add(told.IsBorn, before, month=f"{dice.randint(1955, 2001)}-05", region=dice.choice(("delta", "coast")))
    life.version("person")
    _wages(life, ended, before)
    reason = dice.choice(REASONS) if life.tempted("doubtful reasons") else "laid_off"
    life.add(told.LosesWork, before, ended=ended, reason=reason, version=life.version("job-1"))
    _claim(life, "c1" if life.tempted("two people with one key", 50) else f"c1-{life.who}", filed)
    if life.tempted("a second claim", 15):
        later = filed + timedelta(days=dice.choice((20, 60, 120, 400, 740)))
        _claim(life, f"c2-{life.who}", later)


REASONS = ("voluntary", "misconduct", "mutual_agreement", "labour_dispute", "other", "dismissed")


def _wages(life: Life, ended: date, on: date) -> None:
    dice, scheme = life.dice, life.scheme
    wage = dice.randrange(*scheme.wages)
    month = (ended.replace(day=1) - timedelta(days=1)).replace(day=1)
    for _ in range(scheme.months_of_wages + (6 if scheme is MISSISSIPPI else 0)):
        skipped = scheme is MISSISSIPPI and dice.randrange(100) < 40
        if not skipped and not life.tempted("a month without wages", 4):
            minor = wage if dice.randrange(3) else dice.randrange(*scheme.wages)
            life.add(told.Earns, on, month=month, minor=minor, currency=scheme.currency, version=1)
            life.versions[f"w/{month:%Y-%m}"] = 1
        month = (month - timedelta(days=1)).replace(day=1)


def _periods(life: Life, filed: date) -> Iterator[tuple[date, date]]:
    """The benefit periods of a claim, in order."""
    if life.scheme.weekday is None:
        day, number = filed, 0
        while True:
            yield _months_later(filed, number), _months_later(filed, number + 1)
            number += 1
    day = filed - timedelta(days=(filed.weekday() - life.scheme.weekday) % 7)
    while True:
        yield day, day + timedelta(days=7)
        day += timedelta(days=7)


def _months_later(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    start = date(number // 12, number % 12 + 1, 1)
    last = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return start.replace(day=min(first.day, last.day))


def _claim(life: Life, claim: str, filed: date) -> None:
    dice, scheme = life.dice, life.scheme
    job = "job-1" if dice.randrange(2) else None
    life.add(told.Files, filed, claim=claim, scheme=scheme.name, filed=filed, job=job, version=life.version(claim))
    periods = _periods(life, filed)
    together = 1 if scheme.weekday is None else 2
    certified: list[tuple[str, list[Certified], date]] = []
    for number in range(dice.randint(1, 4 if scheme.weekday is not None else 3)):
        days = [next(periods) for _ in range(together)]
        weeks = [_week(life, start, end) for start, end in days]
        filed_on = days[-1][1] + timedelta(days=dice.choice((0, 0, 1, 3)))
        key = f"{claim}/{number}"
        life.add(
            told.Certifies,
            filed_on + timedelta(days=dice.randrange(25) if life.tempted("late certifications") else 0),
            claim=claim,
            key=key,
            filed=filed_on,
            currency=scheme.currency,
            periods=tuple(weeks),
            version=life.version(key),
        )
        certified.append((key, weeks, filed_on))
    _trouble(life, claim, filed, certified)


def _week(life: Life, start: date, end: date) -> Certified:
    dice = life.dice
    earned = dice.choice(life.scheme.earned)
    doubtful = life.tempted("weeks in doubt", 8)
    return Certified(start=start, end=end, earned=earned, able=not doubtful)


Weeks = list[Certified]


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim with its certifications, as they were first filed."""

    claim: str
    on: date
    certified: Sequence[tuple[str, Weeks, date]]

    def some(self, dice: Random) -> tuple[str, Weeks, date]:
        """One certification."""
        return dice.choice(self.certified)

    def later(self, dice: Random) -> date:
        """A day during the claim or after it."""
        return self.certified[-1][2] + timedelta(days=dice.randint(-20, 60))


def _trouble(life: Life, claim: str, filed: date, certified: Sequence[tuple[str, Weeks, date]]) -> None:
    own = Filed(claim, filed, certified)
    for name, trouble in TROUBLES_OF_A_CLAIM.items():
        if life.tempted(name):
            trouble(life, own)


def _again(life: Life, own: Filed, key: str, weeks: Sequence[Certified], filed_on: date) -> None:
    life.add(
        told.Certifies,
        max(own.later(life.dice), filed_on),
        claim=own.claim,
        key=key,
        filed=filed_on,
        currency=life.scheme.currency,
        periods=tuple(weeks),
        version=life.version(key),
    )


def _corrected_earnings(life: Life, own: Filed) -> None:
    key, weeks, filed_on = own.some(life.dice)
    changed = [one.model_copy(update={"earned": life.dice.choice((0, 4_500, 9_000, 30_000))}) for one in weeks]
    _again(life, own, key, changed, filed_on)
    if life.dice.randrange(3) == 0:
        _again(life, own, key, weeks, filed_on)


def _moved(life: Life, own: Filed) -> None:
    """A certification was meant for other days; what was meant for those may come as a certification of its own."""
    key, weeks, filed_on = own.some(life.dice)
    by = timedelta(days=life.dice.choice((-14, -7, 7, 14, 14, 28, 3)))
    _again(life, own, key, [_shifted(one, by) for one in weeks], filed_on)
    if life.dice.randrange(2):
        _again(life, own, f"{key}/freed", weeks, filed_on + timedelta(days=1))


def _shifted(week: Certified, by: timedelta) -> Certified:
    return week.model_copy(update={"start": week.start + by, "end": week.end + by})


def _overlapping(life: Life, own: Filed) -> None:
    """Days are certified again, with others beside them, or long afterwards in one piece."""
    _, weeks, filed_on = own.some(life.dice)
    by = timedelta(days=life.dice.choice((0, 7, 7, -7)))
    more = [_shifted(one, by) for one in weeks]
    if life.dice.randrange(3) == 0:
        more = [one.model_copy(update={"earned": 5_500}) for one in more]
    _again(life, own, f"{own.claim}/again", more, filed_on + timedelta(days=life.dice.randint(1, 30)))


def _split(life: Life, own: Filed) -> None:
    """A certification is corrected to its first week, and the other is certified by itself."""
    key, weeks, filed_on = own.some(life.dice)
    if len(weeks) > 1:
        _again(life, own, key, weeks[:1], filed_on)
        _again(life, own, f"{key}/rest", weeks[1:], filed_on + timedelta(days=2))


def _certification_retracted(life: Life, own: Filed) -> None:
    key, _, _ = own.some(life.dice)
    _retract(life, own, "intake.certification-filed", key)


def _retract(life: Life, own: Filed, kind: str, key: str) -> None:
    life.add(told.Retracts, own.later(life.dice), kind=kind, key=key, version=life.version(key))


def _claim_corrected(life: Life, own: Filed) -> None:
    filed = own.on + timedelta(days=life.dice.choice((-7, -2, 1, 7, 21)))
    fields = {"claim": own.claim, "scheme": life.scheme.name, "filed": filed, "job": "job-1"}
    life.add(told.Files, own.later(life.dice), version=life.version(own.claim), **fields)


def _claim_retracted(life: Life, own: Filed) -> None:
    _retract(life, own, "intake.claim-filed", own.claim)


def _withdrawn(life: Life, own: Filed) -> None:
    on = own.later(life.dice)
    day = on - timedelta(days=life.dice.randrange(30))
    life.add(told.Withdraws, on, claim=own.claim, day=day, version=life.version(f"{own.claim} withdrawn"))


def _withdrawal_taken_back(life: Life, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.Withdraws, on, claim=own.claim, day=on, version=life.version(f"{own.claim} withdrawn"))
    life.add(
        told.Retracts,
        on + timedelta(days=life.dice.randrange(20)),
        kind="intake.claim-withdrawn",
        key=own.claim,
        version=life.version(f"{own.claim} withdrawn"),
    )


def _wages_corrected(life: Life, own: Filed) -> None:
    months = sorted(name for name in life.versions if name.startswith("w/"))
    if not months:
        return
    key = life.dice.choice(months)
    month = date.fromisoformat(f"{key[2:]}-01")
    minor, later = life.dice.randrange(*life.scheme.wages), own.later(life.dice)
    if life.dice.randrange(3) == 0:
        life.add(told.Retracts, later, kind="registry.contribution-recorded", key=key, version=life.version(key))
    else:
        fields = {"month": month, "minor": minor, "currency": life.scheme.currency}
        life.add(told.Earns, later, version=life.version(key), **fields)


def _reason_corrected(life: Life, own: Filed) -> None:
    job = next(action for action in life.actions if isinstance(action, told.LosesWork))
    reason = life.dice.choice((*REASONS, "laid_off", "laid_off"))
    life.add(told.LosesWork, own.later(life.dice), ended=job.ended, reason=reason, version=life.version("job-1"))


def _contradicted(life: Life, own: Filed) -> None:
    """One version of a certification is stated twice, differently; the second is set aside by a person."""
    key, weeks, filed_on = own.some(life.dice)
    on = max(own.later(life.dice), filed_on)
    changed = tuple(one.model_copy(update={"earned": 7_700}) for one in weeks)
    life.add(
        told.Certifies,
        on,
        claim=own.claim,
        key=key,
        filed=filed_on,
        currency=life.scheme.currency,
        periods=changed,
        version=life.version(key),
    )


def _officers(life: Life, own: Filed) -> None:
    for _ in range(life.dice.randint(1, 3)):
        life.add(
            told.Answers,
            own.later(life.dice),
            pick=life.dice.randrange(6),
            verdict=life.dice.choice(("for", "against", "against")),
            extent=life.dice.choice(("as_heard", "as_heard", "part")),
            early=life.dice.randrange(5) == 0,
        )


def _beyond_what_was_heard(life: Life, own: Filed) -> None:
    extent = life.dice.choice(("wider", "elsewhere"))
    life.add(told.Answers, own.later(life.dice), pick=life.dice.randrange(6), verdict="against", extent=extent)


def _dated_ahead(life: Life, own: Filed) -> None:
    life.add(told.Answers, own.later(life.dice), pick=life.dice.randrange(6), verdict="against", future=True)


def _replies(life: Life, own: Filed) -> None:
    life.add(told.Replies, own.later(life.dice), pick=life.dice.randrange(6))


def _offers(life: Life, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.AnswersOffer, on, pick=0, answer=life.dice.choice(("accepted", "accepted", "refused")))
    outcome = life.dice.choice(("completed", "found_work", "left_early"))
    life.add(told.RecordsOutcome, on + timedelta(days=20), pick=0, outcome=outcome)


def _absent(life: Life, own: Filed) -> None:
    life.add(told.RecordsOutcome, own.later(life.dice), pick=0, outcome="did_not_attend")


def _account_closed(life: Life, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.BankActs, on, what="closes_account")
    life.add(told.BankActs, on + timedelta(days=15), what="opens_account")


def _sent_back(life: Life, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.BankActs, on, what="returns", pick=life.dice.randrange(4))
    life.add(told.Collects, on + timedelta(days=1), reversed=life.dice.randrange(2) == 0)
    if life.dice.randrange(2):
        life.add(told.OrdersReissue, on + timedelta(days=3), pick=life.dice.randrange(3))


def _bank_contradicts(life: Life, own: Filed) -> None:
    life.add(told.BankActs, own.later(life.dice), what="contradicts", pick=life.dice.randrange(4))


def _file_refused(life: Life, own: Filed) -> None:
    life.add(told.BankActs, own.later(life.dice), what="refuses_files")


def _repeated(life: Life, own: Filed) -> None:
    for _ in range(life.dice.randint(1, 3)):
        of = life.dice.choice(life.actions).id
        life.add(told.Repeats, own.later(life.dice), of=of, how=life.dice.choice(("same", "same", "another_id")))


def _changed_on_the_way(life: Life, own: Filed) -> None:
    of = life.dice.choice(life.actions).id
    how = life.dice.choice(("newline", "extension", "upper_case"))
    life.add(told.Repeats, own.later(life.dice), of=of, how=how)


def _spoken(*what: str) -> Callable[[Life, Filed], None]:
    def speak(life: Life, own: Filed) -> None:
        life.add(told.Speaks, own.later(life.dice), what=life.dice.choice(what), claim=own.claim)

    return speak


TROUBLES_OF_A_CLAIM: dict[str, Callable[[Life, Filed], None]] = {
    "corrected earnings": _corrected_earnings,
    "moved certifications": _moved,
    "overlapping certifications": _overlapping,
    "split certifications": _split,
    "retracted certifications": _certification_retracted,
    "corrected claims": _claim_corrected,
    "retracted claims": _claim_retracted,
    "withdrawn claims": _withdrawn,
    "withdrawals taken back": _withdrawal_taken_back,
    "corrected wages": _wages_corrected,
    "corrected reasons": _reason_corrected,
    "officers answer": _officers,
    "officers go beyond what was heard": _beyond_what_was_heard,
    "officers date ahead": _dated_ahead,
    "replies": _replies,
    "offers answered": _offers,
    "absences": _absent,
    "accounts closed": _account_closed,
    "payments sent back": _sent_back,
    "bank contradicts itself": _bank_contradicts,
    "files refused": _file_refused,
    "messages repeated": _repeated,
    "messages changed on the way": _changed_on_the_way,
    "nonsense": _spoken("not_json", "unknown_version"),
    "versions beyond bounds": _spoken("large_version"),
    "digits of another kind": _spoken("superscript"),
    "messages in another's name": _spoken("decision_by_registry", "assessment_by_registry"),
}
TROUBLES = (
    *TROUBLES_OF_A_CLAIM,
    "doubtful reasons",
    "two people with one key",
    "a second claim",
    "a month without wages",
    "late certifications",
    "weeks in doubt",
    "bank: other codes for a duplicate",
    "bank: refuses at the batch",
    "bank: tells of pending payments",
    "bank: returns as a reversal",
    "bank: books a file as one",
    "lines break",
    "processes die",
    "orders are shuffled",
    "transports repeat",
    "seats are held for ever",
)
"""Everything that may go wrong in a life."""
