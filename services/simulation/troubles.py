"""What may go wrong in a life, each trouble by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from services.simulation import actions as told
from services.simulation.actions import CertifiedSpan
from services.simulation.life import Filed, SimulatedLife
from services.simulation.participation_actions import ReportsDays

REASONS = ("voluntary", "misconduct", "mutual_agreement", "labour_dispute", "other", "dismissed")


def _again(life: SimulatedLife, own: Filed, key: str, weeks: Sequence[CertifiedSpan], filed_on: date) -> None:
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


def _corrected_earnings(life: SimulatedLife, own: Filed) -> None:
    key, weeks, filed_on = own.some(life.dice)
    changed = [one.model_copy(update={"earned": life.dice.choice((0, 4_500, 9_000, 30_000))}) for one in weeks]
    _again(life, own, key, changed, filed_on)
    if life.dice.randrange(3) == 0:
        _again(life, own, key, weeks, filed_on)


def _moved(life: SimulatedLife, own: Filed) -> None:
    """A certification was meant for other days; what was meant for those may come as a certification of its own."""
    key, weeks, filed_on = own.some(life.dice)
    by = timedelta(days=life.dice.choice((-14, -7, 7, 14, 14, 28, 3)))
    _again(life, own, key, [_shifted(one, by) for one in weeks], filed_on)
    if life.dice.randrange(2):
        _again(life, own, f"{key}/freed", weeks, filed_on + timedelta(days=1))


def _shifted(week: CertifiedSpan, by: timedelta) -> CertifiedSpan:
    return week.model_copy(update={"start": week.start + by, "end": week.end + by})


def _overlapping(life: SimulatedLife, own: Filed) -> None:
    """Days are certified again, with others beside them, or long afterwards in one piece."""
    _, weeks, filed_on = own.some(life.dice)
    by = timedelta(days=life.dice.choice((0, 7, 7, -7)))
    more = [_shifted(one, by) for one in weeks]
    if life.dice.randrange(3) == 0:
        more = [one.model_copy(update={"earned": 5_500}) for one in more]
    _again(life, own, f"{own.claim}/again", more, filed_on + timedelta(days=life.dice.randint(1, 30)))


def _split(life: SimulatedLife, own: Filed) -> None:
    """A certification is corrected to its first week, and the other is certified by itself."""
    key, weeks, filed_on = own.some(life.dice)
    if len(weeks) > 1:
        _again(life, own, key, weeks[:1], filed_on)
        _again(life, own, f"{key}/rest", weeks[1:], filed_on + timedelta(days=2))


def _certification_retracted(life: SimulatedLife, own: Filed) -> None:
    key, _, _ = own.some(life.dice)
    _retract(life, own, "intake.certification-filed", key)


def _retract(life: SimulatedLife, own: Filed, kind: str, key: str) -> None:
    life.add(told.Retracts, own.later(life.dice), kind=kind, key=key, version=life.version(key))


def _claim_corrected(life: SimulatedLife, own: Filed) -> None:
    filed = own.on + timedelta(days=life.dice.choice((-7, -2, 1, 7, 21)))
    fields = {"claim": own.claim, "scheme": life.scheme.name, "filed": filed, "job": "job-1"}
    life.add(told.Files, own.later(life.dice), version=life.version(own.claim), **fields)


def _claim_retracted(life: SimulatedLife, own: Filed) -> None:
    _retract(life, own, "intake.claim-filed", own.claim)


def _withdrawn(life: SimulatedLife, own: Filed) -> None:
    on = own.later(life.dice)
    day = on - timedelta(days=life.dice.randrange(30))
    life.add(told.Withdraws, on, claim=own.claim, day=day, version=life.version(f"{own.claim} withdrawn"))


def _withdrawal_taken_back(life: SimulatedLife, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.Withdraws, on, claim=own.claim, day=on, version=life.version(f"{own.claim} withdrawn"))
    life.add(
        told.Retracts,
        on + timedelta(days=life.dice.randrange(20)),
        kind="intake.claim-withdrawn",
        key=own.claim,
        version=life.version(f"{own.claim} withdrawn"),
    )


def _wages_corrected(life: SimulatedLife, own: Filed) -> None:
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


def _reason_corrected(life: SimulatedLife, own: Filed) -> None:
    job = next(action for action in life.actions if isinstance(action, told.LosesWork))
    reason = life.dice.choice((*REASONS, "laid_off", "laid_off"))
    life.add(told.LosesWork, own.later(life.dice), ended=job.ended, reason=reason, version=life.version("job-1"))


def _contradicted(life: SimulatedLife, own: Filed) -> None:
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


def _officers(life: SimulatedLife, own: Filed) -> None:
    for _ in range(life.dice.randint(1, 3)):
        life.add(
            told.Answers,
            own.later(life.dice),
            pick=life.dice.randrange(6),
            verdict=life.dice.choice(("for", "against", "against")),
            extent=life.dice.choice(("as_heard", "as_heard", "part")),
            early=life.dice.randrange(5) == 0,
        )


def _beyond_what_was_heard(life: SimulatedLife, own: Filed) -> None:
    extent = life.dice.choice(("wider", "elsewhere"))
    life.add(told.Answers, own.later(life.dice), pick=life.dice.randrange(6), verdict="against", extent=extent)


def _dated_ahead(life: SimulatedLife, own: Filed) -> None:
    life.add(told.Answers, own.later(life.dice), pick=life.dice.randrange(6), verdict="against", future=True)


TAKEN_BACK = {0: "told_first", 1: "afterwards"}
"""By the day of the week, so that lives which were drawn before stay as they were: whether a contest is taken back."""


def contested(life: SimulatedLife, own: Filed) -> None:
    """A decision is contested some time after officers answered, and decided before long or at the end."""
    on = own.later(life.dice)
    life.add(told.Answers, on, pick=life.dice.randrange(6), verdict="against")
    on += timedelta(days=life.dice.choice((20, 30, 60)))
    for tier in ("complaint", "appeal")[: life.dice.randint(1, 2)]:
        back = TAKEN_BACK.get(on.weekday(), "no")
        life.add(told.FilesContest, on, pick=life.dice.randrange(3), tier=tier, taken_back=back)
        on += timedelta(days=life.dice.choice((1, 20, 40)))
        outcome = life.dice.choice(("upheld", "upheld", "overturned"))
        life.add(told.Reviews, on, pick=0, outcome=outcome, unheard=life.dice.randrange(4) == 0)
        on += timedelta(days=3)


def outages(life: SimulatedLife, own: Filed) -> None:
    """An outage is declared, made longer or shorter, and sometimes taken back; what comes last always ends it."""
    since, outage = own.later(life.dice), f"{own.claim}/{life.who}/outage"
    of_a_registry = life.dice.randrange(2) == 0
    for number in range(life.dice.randint(1, 3)):
        goes_on = number == 0 and life.dice.randrange(3) == 0
        version = life.version(outage)
        fields = {"outage": outage, "since": since, "of_a_registry": of_a_registry, "version": version}
        until = None if goes_on else since + timedelta(days=life.dice.randint(1, 25))
        on = since + timedelta(days=life.dice.randint(0, 40))
        life.add(told.TellsOfOutage, on, until=until, taken_back=number == 2, **fields)
        if goes_on:
            fields["version"] = life.version(outage)
            ended = since + timedelta(days=life.dice.randint(5, 30))
            life.add(told.TellsOfOutage, ended, until=ended, **fields)


def mass_layoff(life: SimulatedLife, own: Filed) -> None:
    """The employer's list names the person, before or after the claim; it is corrected, or comes again."""
    for number in range(life.dice.randint(1, 2)):
        ended = own.on - timedelta(days=life.dice.randrange(10))
        on = own.on + timedelta(days=life.dice.randint(-2, 20) + number)
        version = life.version("layoff")
        life.add(told.AnnouncesLayoff, on, ended=ended, scheme=life.scheme.name, version=version)


def _replies(life: SimulatedLife, own: Filed) -> None:
    life.add(told.Replies, own.later(life.dice), pick=life.dice.randrange(6))


def _offers(life: SimulatedLife, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.AnswersOffer, on, pick=0, answer=life.dice.choice(("accepted", "accepted", "refused")))
    life.add(ReportsDays, on + timedelta(days=8), pick=0, week=on)
    life.add(ReportsDays, on + timedelta(days=12), pick=0, week=on, came=4, version=2)
    if on.day % 3 == 0:
        life.add(ReportsDays, on + timedelta(days=15), pick=0, week=on, version=3, what="takes_back")
    outcome = life.dice.choice(("completed", "found_work", "left_early"))
    life.add(told.RecordsOutcome, on + timedelta(days=20), pick=0, outcome=outcome)


def _absent(life: SimulatedLife, own: Filed) -> None:
    life.add(told.RecordsOutcome, own.later(life.dice), pick=0, outcome="did_not_attend")


def _account_closed(life: SimulatedLife, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.BankActs, on, what="closes_account")
    life.add(told.BankActs, on + timedelta(days=15), what="opens_account")


def _sent_back(life: SimulatedLife, own: Filed) -> None:
    on = own.later(life.dice)
    life.add(told.BankActs, on, what="returns", pick=life.dice.randrange(4))
    life.add(told.Collects, on + timedelta(days=1), reversed=life.dice.randrange(2) == 0)
    if life.dice.randrange(2):
        life.add(told.OrdersReissue, on + timedelta(days=3), pick=life.dice.randrange(3))


def _bank_contradicts(life: SimulatedLife, own: Filed) -> None:
    life.add(told.BankActs, own.later(life.dice), what="contradicts", pick=life.dice.randrange(4))


def _file_refused(life: SimulatedLife, own: Filed) -> None:
    life.add(told.BankActs, own.later(life.dice), what="refuses_files")


def _repeated(life: SimulatedLife, own: Filed) -> None:
    for _ in range(life.dice.randint(1, 3)):
        of = life.dice.choice(life.actions).id
        life.add(told.SendsAgain, own.later(life.dice), of=of, how=life.dice.choice(("same", "same", "another_id")))


def _changed_on_the_way(life: SimulatedLife, own: Filed) -> None:
    of = life.dice.choice(life.actions).id
    how = life.dice.choice(("newline", "extension", "upper_case"))
    life.add(told.SendsAgain, own.later(life.dice), of=of, how=how)


def _spoken(*what: str) -> Callable[[SimulatedLife, Filed], None]:
    def speak(life: SimulatedLife, own: Filed) -> None:
        life.add(told.Speaks, own.later(life.dice), what=life.dice.choice(what), claim=own.claim)

    return speak


def debts(life: SimulatedLife, own: Filed) -> None:
    """Earnings come to light, what was too much is asked back, and the person goes on certifying while it is."""
    key, weeks, filed_on = own.certified[-1]
    changed = [one.model_copy(update={"earned": life.dice.choice((30_000, 40_000, 60_000))}) for one in weeks]
    on = own.certified[-1][2] + timedelta(days=life.dice.randint(36, 45))
    _again(life, own, key, changed, filed_on + (on - filed_on))
    for pick in range(3):
        life.add(told.Answers, on + timedelta(days=36 + pick), pick=pick, verdict="against")
    length = weeks[-1].end - weeks[0].start
    for number in range(life.dice.randint(6, 11)):
        start = own.certified[-1][1][-1].end + number * length
        span = [_shifted(one, start - weeks[0].start).model_copy(update={"earned": 0}) for one in weeks]
        filed, key = span[-1].end + timedelta(days=1), f"{own.claim}/later-{number}"
        fields = {"claim": own.claim, "filed": filed, "currency": life.scheme.currency, "periods": tuple(span)}
        life.add(told.Certifies, filed, key=key, version=life.version(key), **fields)
        life.add(told.ClosesDay, filed + timedelta(days=1), day=filed + timedelta(days=1))
        if number > 1 and life.dice.randrange(3) == 0:  # what was paid, and withheld from, was not due
            fields |= {"periods": tuple(one.model_copy(update={"earned": 30_000}) for one in span)}
            life.add(told.Certifies, filed + timedelta(days=9), key=key, version=life.version(key), **fields)
    for number in range(life.dice.randint(0, 3)):
        what = life.dice.choice(("repays", "repays", "asks_waiver", "grants_waiver", "refuses_waiver", "agrees"))
        own_dice = Random(f"{own.claim} {on} {number}")  # the other draws of a life stay as they were
        if own_dice.randrange(3) == 0:
            what = own_dice.choice(("confirms", "asks_again", "decider_refuses_waiver", "contests_refusal", "suspends"))
        minor = life.dice.choice((500, 2_000, 90_000))
        days = timedelta(days=life.dice.randint(40, 130))
        life.add(told.SaysOfDebt, on + days, pick=life.dice.randrange(2), what=what, minor=minor)
    if life.dice.randrange(4) == 0:
        life.add(told.SaysOfDebt, on + timedelta(days=life.dice.randint(60, 130)), what="writes_off")


def detained(life: SimulatedLife, own: Filed) -> None:
    """A registry reports custody, early or late, other days of it, or that it never was."""
    _, weeks, filed_on = own.some(life.dice)
    start = weeks[0].start + timedelta(days=life.dice.randint(-3, 10))
    on = filed_on + timedelta(days=life.dice.randint(-10, 25))
    end = start + timedelta(days=life.dice.randint(1, 12))
    life.add(told.ClosesDay, on, day=on - timedelta(days=1))  # what came before has its own day in every schedule
    life.add(told.IsDetained, on, start=start, end=end, version=life.version("custody"))
    if life.dice.randrange(3) == 0:
        end += timedelta(days=life.dice.choice((-1, 3))) if end - start > timedelta(days=1) else timedelta(days=3)
        life.add(told.IsDetained, on + timedelta(days=5), start=start, end=end, version=life.version("custody"))
    if life.dice.randrange(2):
        kind, later = "registry.absence-recorded", on + timedelta(days=life.dice.randint(0, 30))
        life.add(told.Retracts, later, kind=kind, key="custody", version=life.version("custody"))


def merged(life: SimulatedLife, dice: Random) -> None:
    """The population registry finds two people to be one, perhaps in error, and perhaps finds so again."""
    first = min(action.at for action in life.actions)
    on = first + timedelta(days=dice.randint(-5, 90))
    for version in range(1, 1 + dice.choice((1, 1, 2, 3))):
        life.add(told.ClosesDay, on, day=on - timedelta(days=1))
        life.add(told.SaysOfPersons, on, one=version % 2 == 1, version=version)
        on += timedelta(days=dice.randint(0, 40))


def often_wrong(life: SimulatedLife, own: Filed) -> None:
    """Of several decisions one is overturned or found wrong, others are tried after it, and somebody reopens."""
    on = own.later(life.dice)
    for _ in range(life.dice.randint(2, 3)):
        life.add(told.Answers, on, pick=life.dice.randrange(6), verdict="against")
    on += timedelta(days=life.dice.choice((5, 20)))
    if life.dice.randrange(2):
        life.add(told.FilesContest, on, pick=life.dice.randrange(3), tier="complaint")
        life.add(told.Reviews, on + timedelta(days=2), pick=0, outcome="overturned", unheard=True)
    life.add(told.LooksAgain, on, pick=life.dice.randrange(2), finds=life.dice.choice(("right", "wrong")))
    life.add(told.Answers, on + timedelta(days=4), pick=life.dice.randrange(6), verdict="against")
    life.add(told.Reopens, on + timedelta(days=life.dice.choice((6, 40))))
    life.add(told.Answers, on + timedelta(days=45), pick=life.dice.randrange(6), verdict="against")


TROUBLES_OF_A_CLAIM: dict[str, Callable[[SimulatedLife, Filed], None]] = {
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
    "custody",
    "debts",
    "outages",
    "mass lay-offs",
    "parts go to others",
    "decisions contested",
    "error budgets",
    "doubtful reasons",
    "two people with one key",
    "two people are one",
    "debts of one person",
    "deaths",
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
    "few seats",
    "short-time work",
)
"""Everything that may go wrong in a life."""
