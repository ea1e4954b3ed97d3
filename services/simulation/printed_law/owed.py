"""What is owed to one person for every certified period, from everything that was stated and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

from services.simulation.printed_law.deaths import PrintedDeath, reported_death
from services.simulation.printed_law.evidence import Fields, Stated, day, standing
from services.simulation.printed_law.schemes import SCHEMES, LookingBack, Months, PrintedScheme, PrintedWeek, Purse

ONE_CLAIM = "one_claim_in_a_benefit_year"
FILED_IN_LIFETIME = "filed_in_lifetime"
ALIVE_AFTER = "alive_after_"
ONE_DAY = timedelta(days=1)
Place = tuple[str, str, date]
"""PrintedClaim, certification, and the first day of a certified period."""


@dataclass
class PrintedLine:
    """One certified period where it was certified."""

    claim: str
    certification: str
    filed: tuple[date, datetime, str]
    """When it was filed and recorded, and its key: who came first."""
    week: PrintedWeek


@dataclass
class PrintedClaim:
    """A claim with what is found of it."""

    key: str
    scheme: PrintedScheme
    filed: date
    begins: date
    ends: date
    job_ended: date | None
    lines: list[PrintedLine]
    withdrawn: date | None
    decisions: list[Fields]
    earlier: list[PrintedClaim] = field(default_factory=list)
    refused: bool = False
    undecided: bool = False
    detained: list[tuple[date, date]] = field(default_factory=list)
    against: list[tuple[date, date, str]] = field(default_factory=list)
    """Days that a named person decided against, with the ground."""
    goes_on_from: PrintedClaim | None = None
    """The claim before it, of whose case this one is a part."""
    elsewhere: date | None = None
    """From when on its case is drawn under a later claim."""
    death: PrintedDeath | None = None
    """The death after which nothing is due; none where a named person found the person alive."""

    def may_pay(self, line: PrintedLine) -> bool:
        """Whether the days could be paid under this claim at all."""
        week = line.week
        if self.refused or week.start < self.begins or week.end > self.ends:
            return False
        if self.elsewhere is not None and week.start >= self.elsewhere:
            return False
        if self.withdrawn is not None and (self.undecided or week.end > self.withdrawn):
            return False
        return self.scheme.is_period(self.begins, week.start, week.end)


def owed(statements: Sequence[Stated], decisions: Sequence[Fields]) -> dict[Place, int]:
    """Minor units for every certified period of every claim that stands; nothing is said of other periods."""
    months = _months(statements)
    claims: list[PrintedClaim] = []
    for filed in sorted(standing(statements, "intake.claim-filed"), key=lambda one: (one["filed_on"], one["key"])):
        claim = _claim(filed, statements, decisions)
        claim.earlier = list(claims)
        _find(claim, months, filed, statements)
        claims.append(claim)
    _leave_to_later_claims(claims)
    second = _second(claims)
    amounts: dict[Place, int] = {}
    for claim in claims:
        for place, amount in _walk(claim, months, second)[0].items():
            amounts[place] = int(amount * 10**claim.scheme.digits)
    return amounts


def _months(statements: Sequence[Stated]) -> Months:
    months: Months = {}
    for wages in standing(statements, "registry.contribution-recorded"):
        month = day(wages["period"]["start"]).replace(day=1)
        digits = 3 if wages["earnings"]["currency"] == "BHD" else 2
        months[month] = months.get(month, Fraction(0)) + Fraction(wages["earnings"]["minor"], 10**digits)
    return months


def _claim(filed: Fields, statements: Sequence[Stated], decisions: Sequence[Fields]) -> PrintedClaim:
    scheme = SCHEMES[filed["scheme"]]
    begins = scheme.begins(day(filed["filed_on"]))
    taken_back = [one for one in standing(statements, "intake.claim-withdrawn") if one["key"] == filed["key"]]
    return PrintedClaim(
        key=filed["key"],
        scheme=scheme,
        filed=day(filed["filed_on"]),
        begins=begins,
        ends=scheme.year_ends(begins),
        job_ended=max((day(end["ended_on"]) for end in _ends_of(filed, statements)), default=None),
        lines=list(_lines(filed["key"], scheme, statements)),
        withdrawn=day(taken_back[0]["withdrawn_on"]) if taken_back else None,
        decisions=_latest([one for one in decisions if one["claim"] == filed["key"]]),
        detained=[
            (day(absence["period"]["start"]), day(absence["period"]["end"]))
            for absence in standing(statements, "registry.absence-recorded")
            if absence["kind"] == "detention"
        ],
    )


def _lines(claim: str, scheme: PrintedScheme, statements: Sequence[Stated]) -> list[PrintedLine]:
    lines = []
    for filed in standing(statements, "intake.certification-filed"):
        if filed["claim"] != claim:
            continue
        when = (day(filed["filed_on"]), datetime.fromisoformat(filed["recorded_at"]), filed["key"])
        for week in filed["weeks"]:
            certified = PrintedWeek(
                start=day(week["period"]["start"]),
                end=day(week["period"]["end"]),
                earned=Fraction(week["earnings"]["minor"], 10**scheme.digits),
                ready=week["able"] and week["available"] and week["sought_work"],
            )
            lines.append(PrintedLine(claim, filed["key"], when, certified))
    return lines


TIERS = (None, "complaint", "appeal")
NO_END = "No end of an employment is reported"
"""What was asked where a person decided that a claim may go on without it, until somebody reports it."""


def _latest(decisions: list[Fields]) -> list[Fields]:
    """Of each matter the decision that stands: the latest, of one day that on the greater question.

    What a contest made of a decision stands in its place, on its day.
    """
    matters: dict[object, Fields] = {}
    questions: dict[str, Fields] = {}
    for one in sorted(decisions, key=lambda decision: (TIERS.index(decision.get("tier")), decision["decided_on"])):
        questions[one["question"]] = one
    for one in sorted(questions.values(), key=_day_and_question):
        about = {"missing": one["missing"]} if one.get("missing") else one["about"]
        ground = one.get("ground") if about.get("kind") == "week" else None
        certification = one.get("certification") if about.get("doubt") else None
        matters[tuple(sorted(about.items())), ground, certification] = one
    return list(matters.values())


def _day_and_question(decision: Fields) -> tuple[str, str]:
    return decision.get("first_decided_on", decision["decided_on"]), decision["question"]


def _ends_of(filed: Fields, statements: Sequence[Stated]) -> list[Fields]:
    """The end of the job that the claim names; else of the jobs that had ended by the day of filing."""
    ends = standing(statements, "registry.employment-ended")
    if filed.get("employment"):
        return [end for end in ends if end["employment"] == filed["employment"]]
    return [end for end in ends if end["ended_on"] <= filed["filed_on"]]


def _find(claim: PrintedClaim, months: Months, filed: Fields, statements: Sequence[Stated]) -> None:
    """Refused by arithmetic, open for a person, or decided by one."""
    decided = {one["about"]["condition"] for one in claim.decisions if _on_a_condition(one)}
    spared = any(one.get("missing", "").startswith(NO_END) for one in claim.decisions)
    drawn = sum(1 for other in claim.earlier if _drew(other, months, claim))
    claim.goes_on_from = _goes_on_from(claim)
    qualifies = claim.scheme.qualifies(LookingBack(months, claim.begins, claim.job_ended, drawn))
    claim.refused = claim.goes_on_from is None and not qualifies
    ends = _ends_of(filed, statements)
    last = max((end["ended_on"] for end in ends), default=None)
    reasons = {end["reason"] for end in ends if end["ended_on"] == last}
    for condition, suspect in claim.scheme.asked_of_people.items():
        doubtful = len(reasons) != 1 or bool(reasons & suspect)
        claim.undecided |= doubtful and condition not in decided and not (spared and not reasons)
    case = _case_of(claim)
    beside = [other for other in claim.earlier if other not in case and not _over(other) and _overlap(other, claim)]
    claim.undecided |= bool(beside) and ONE_CLAIM not in decided
    _find_death(claim, reported_death(statements), decided)
    for one in claim.decisions:
        applies = one.get("applies")
        if one["verdict"] == "against_claimant" and applies and one["about"]["kind"] != "overpayment":
            claim.against.append((day(applies["start"]), day(applies["end"]), one.get("ground") or ""))
    if any(start <= claim.begins and claim.ends <= end for start, end, _ in claim.against) and not claim.undecided:
        claim.refused = True


def _goes_on_from(claim: PrintedClaim) -> PrintedClaim | None:
    """The last claim before it under the same scheme, if it stands and the law lets this one go on with it."""
    standing_before = [other for other in claim.earlier if other.scheme is claim.scheme and not _over(other)]
    last = standing_before[-1] if standing_before else None
    return last if last is not None and claim.scheme.goes_on(last.begins, claim.begins) else None


def _case_of(claim: PrintedClaim) -> list[PrintedClaim]:
    """The claims that it goes on with, the last one first."""
    before = claim.goes_on_from
    return [] if before is None else [before, *_case_of(before)]


def _leave_to_later_claims(claims: list[PrintedClaim]) -> None:
    """Nothing is due under a claim from the day on which another one goes on with it."""
    for claim in claims:
        before = claim.goes_on_from
        if before is not None and not _over(claim):
            before.elsewhere = min(claim.begins, before.elsewhere or claim.begins)


def _find_death(claim: PrintedClaim, death: PrintedDeath | None, decided: set[str]) -> None:
    """Nothing is due after a death, unless a person found that one in doubt is none; a claim filed later is asked."""
    if death is None:
        return
    claim.undecided |= claim.filed > death.on and FILED_IN_LIFETIME not in decided
    alive = f"{ALIVE_AFTER}{death.on}"
    found = (one["verdict"] for one in claim.decisions if _on_a_condition(one) and one["about"]["condition"] == alive)
    if not (death.in_doubt and "for_claimant" in found):
        claim.death = death


def _on_a_condition(decision: Fields) -> bool:
    """Whether it was decided on a condition, and not on what nobody had reported."""
    return decision["about"]["kind"] == "condition" and not decision.get("missing")


def _over(claim: PrintedClaim) -> bool:
    return claim.refused or claim.withdrawn is not None


def _overlap(first: PrintedClaim, second: PrintedClaim) -> bool:
    return first.begins < second.ends and second.begins < first.ends


def _drew(other: PrintedClaim, months: Months, claim: PrintedClaim) -> bool:
    """Whether something was paid under an earlier claim before this one begins."""
    if _over(other):
        return False
    rivals = _second([*other.earlier, other])
    paid, _ = _walk(other, months, rivals)
    return any(amount > 0 and start < claim.begins for (_, _, start), amount in paid.items())


def _second(claims: list[PrintedClaim]) -> set[Place]:
    """The periods that share a day with one that was filed before: the first filed counts, under whatever claim."""
    lines = [line for claim in claims for line in claim.lines if claim.may_pay(line)]
    taken: set[date] = set()
    second: set[Place] = set()
    for line in sorted(lines, key=lambda one: one.filed):
        days = {line.week.start + timedelta(days=n) for n in range((line.week.end - line.week.start).days)}
        if days & taken:
            second.add(_place(line))
        else:
            taken |= days
    return second


def _place(line: PrintedLine) -> Place:
    return line.claim, line.certification, line.week.start


def _walk(
    claim: PrintedClaim, months: Months, second: set[Place], until: date = date.max
) -> tuple[dict[Place, Fraction], Purse | None]:
    """Every period up to a day in the order of the calendar: waited for, paid, or nothing; and what is left then."""
    amounts: dict[Place, Fraction] = {}
    back = _looking_back(claim, months)
    purse = _purse(claim, months, second) if not claim.refused else None
    lines = (line for line in claim.lines if line.week.start < until)
    for line in sorted(lines, key=lambda one: (one.week.start, one.filed)):
        place, week = _place(line), line.week
        amounts[place] = Fraction(0)
        if purse is None or place in second or not claim.may_pay(line) or claim.undecided or _lost(claim, week):
            continue
        if _is_detained(claim, week) and not _found_for(claim, week, "maintained"):
            continue
        if _is_after_death(claim, line):
            continue
        due = claim.scheme.payment(week, back)
        waits = purse.waiting_days > 0
        if purse.empty or (waits and not claim.scheme.serves_waiting(week, back)) or (not waits and due == 0):
            continue
        if not week.ready and not _found_for(claim, week, "not_available"):
            continue
        if waits:
            purse.waiting_days -= 7
        elif purse.money is not None:
            amounts[place] = min(due, purse.money)
            purse.money -= amounts[place]
        else:
            part = min(_part_left(claim, week), purse.periods or Fraction(0))
            amounts[place] = _half_up(due * part, claim.scheme.digits)
            purse.periods = (purse.periods or Fraction(0)) - part
    return amounts, purse


def _looking_back(claim: PrintedClaim, months: Months) -> LookingBack:
    """By what its amounts are measured; one that goes on with another has the rate of that one."""
    before = claim.goes_on_from
    kept = None if before is None else before.scheme.rate(_looking_back(before, months))
    return LookingBack(months, claim.begins, claim.job_ended, rate_kept=kept)


def _purse(claim: PrintedClaim, months: Months, second: set[Place]) -> Purse:
    """What may be paid and is to be waited for: of one that goes on, what the claim before it left by then."""
    before = claim.goes_on_from
    if before is not None:
        _, left = _walk(before, months, second, until=claim.begins)
        if left is not None:
            return left
    return claim.scheme.purse(_looking_back(claim, months))


def _part_left(claim: PrintedClaim, week: PrintedWeek) -> Fraction:
    """What decisions on days and a death leave of a period that is paid by the day; else the whole."""
    days = [week.start + timedelta(days=n) for n in range((week.end - week.start).days)]
    lost = [(start, end) for start, end, _ in claim.against]
    if claim.death is not None:
        lost.append((claim.death.on + ONE_DAY, week.end))
    left = sum(1 for one in days if not any(start <= one < end for start, end in lost))
    if claim.scheme.a_day is None or left == len(days):
        return Fraction(1)
    return left * claim.scheme.a_day


def _half_up(amount: Fraction, digits: int) -> Fraction:
    return Fraction(floor(amount * 10**digits + Fraction(1, 2)), 10**digits)


def _of_week(claim: PrintedClaim, week: PrintedWeek) -> list[Fields]:
    return [
        one
        for one in claim.decisions
        if one["about"]["kind"] == "week" and one["about"]["first_day"] == week.start.isoformat()
    ]


def _is_detained(claim: PrintedClaim, week: PrintedWeek) -> bool:
    """Whether a registry reports custody on any of its days (no sheet that is lived under here speaks of it)."""
    return any(start < week.end and week.start < end for start, end in claim.detained)


def _is_after_death(claim: PrintedClaim, line: PrintedLine) -> bool:
    """Whether a death takes the whole period: it begins later, or the death lies in it and nobody found it payable.

    A person who was asked about the death decides on it, for the certification that states the period.
    """
    week = line.week
    if claim.death is None or week.end <= claim.death.on + ONE_DAY:
        return False
    if week.start > claim.death.on:
        return True
    if claim.scheme.a_day is not None:
        return False
    asked = {"doubt": "died_within", "certification": line.certification}
    on_death = (one for one in _of_week(claim, week) if asked.items() <= {**one["about"], **one}.items())
    return claim.death.in_doubt or all(one["verdict"] != "for_claimant" for one in on_death)


def _found_for(claim: PrintedClaim, week: PrintedWeek, ground: str) -> bool:
    """Whether a person decided that the week is to be paid: though not certified as ready, or in custody."""
    return any(one["verdict"] == "for_claimant" and one.get("ground") == ground for one in _of_week(claim, week))


def _lost(claim: PrintedClaim, week: PrintedWeek) -> bool:
    """Whether a named person decided against the week, or against all of its days, or a part without more."""
    own = _of_week(claim, week)
    if any(one["verdict"] == "against_claimant" for one in own):
        return True
    settled = {one.get("ground") or "" for one in own if one["verdict"] == "for_claimant"}
    touching = [(start, end, ground) for start, end, ground in claim.against if start < week.end and week.start < end]
    days = [week.start + timedelta(days=n) for n in range((week.end - week.start).days)]
    if touching and all(any(start <= one < end for start, end, _ in touching) for one in days):
        return True
    return claim.scheme.a_day is None and any(ground not in settled for _, _, ground in touching)
