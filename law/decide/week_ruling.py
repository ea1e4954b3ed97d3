"""What becomes of one certified week, and every ruling that needs no arithmetic of the week itself."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.about import WeekAbout, WeekDoubt
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import ONE_CLAIM, BenefitState, DeterminationOutcome, Interval, Outcome, WeekState
from law.case.model import Determination
from law.case.timeline import ONE_DAY, overlapping
from law.decide.certified_weeks import WeekLine, is_benefit_week
from law.decide.deaths import FILED_IN_LIFETIME, LIFETIME_MEANING, is_about_death_in_doubt
from law.decide.findings import DecidedMatter, StandingDecisions, cut
from law.decide.linked_claims import MEANING as SPELL_MEANING
from law.decide.linked_claims import SAME_SPELL
from law.decide.overlapping_claims import MEANING
from law.language.sheet.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Ruling:
    """The state of a week, its amount in minor units, and the law and words for it.

    `question` is set only where the week itself raises one; a week that waits for the claim has none of its own.
    `doubt` says what a question without a ground asks.
    """

    state: WeekState
    cites: str
    because: str
    amount: int = 0
    question: str | None = None
    ground: Ground | None = None
    doubt: WeekDoubt | None = None


def ruled_by_frame(
    scheme: Scheme, line: WeekLine, determination: Determination, decided: StandingDecisions
) -> Ruling | None:
    """The ruling that follows from the claim's frame, or None if it follows from the week's own arithmetic."""
    return (
        _outside(scheme, line, determination)
        or _not_entitled(determination)
        or _after_death(scheme, line, determination, decided)
        or _not_a_benefit_week(scheme, line, determination, decided)
        or _certified_before(scheme, line, determination, decided)
        or _disqualified(scheme, line, determination, decided)
        or _held_with_claim(scheme, determination)
        or _death_in_doubt(scheme, line, determination)
    )


def settled_as_payable(
    line: WeekLine, decided: StandingDecisions, doubt: WeekDoubt = WeekDoubt.FACTS_OPEN
) -> frozenset[Ground | None]:
    """The grounds on which a named person decided that the week is paid, if reduced; None among them for `doubt`."""
    return frozenset(
        matter.ground
        for matter, decision in _decisions_on(line, decided)
        if not _takes_all(decision) and (matter.ground or _is_of(line, matter, doubt))
    )


def _takes_all(decision: ClaimDecision) -> bool:
    return decision.verdict is Verdict.AGAINST_CLAIMANT and decision.reduced_by is None


def _decisions_on(line: WeekLine, decided: StandingDecisions) -> list[tuple[DecidedMatter, ClaimDecision]]:
    """The standing decisions on a week, each with the matter that it settles."""
    if not decided:
        return []  # as for nearly every week of every claim
    day = line.week.period.start
    return [
        entry for entry in decided.items() if isinstance(entry[0].about, WeekAbout) and entry[0].about.first_day == day
    ]


def _is_settled(line: WeekLine, decided: StandingDecisions, doubt: WeekDoubt) -> bool:
    """Whether a named person decided this doubt about the week as the certification states it, which has no ground."""
    return any(_is_of(line, matter, doubt) for matter, _ in _decisions_on(line, decided))


def _is_of(line: WeekLine, matter: DecidedMatter, doubt: WeekDoubt) -> bool:
    """Whether a decision on the line's week is on this doubt; one that names none, as earlier ones, is on each."""
    asked = matter.about.doubt if isinstance(matter.about, WeekAbout) else None
    return matter.ground is None and asked in (None, doubt) and matter.certification in (None, line.certification.key)


def unless_over(ruling: Ruling, determination: Determination) -> Ruling:
    """Nobody is asked about a claim that was taken back: what was undecided then is over, unpaid and unrefused."""
    if ruling.state is not WeekState.HELD or determination.outcome is not DeterminationOutcome.WITHDRAWN:
        return ruling
    because = "The claim was taken back before a person had decided; nothing is paid and nothing is refused."
    return Ruling(WeekState.OUTSIDE, ruling.cites, because)


def _outside(scheme: Scheme, line: WeekLine, determination: Determination) -> Ruling | None:
    week, year = line.week.period, determination.benefit_year
    if not determination.rhythm.covers(week):
        because = f"The week is not within the benefit year from {year.start} up to {year.end}."
        return Ruling(WeekState.OUTSIDE, scheme.claim.benefit_year.cites, because)
    withdrawn_on = determination.withdrawn_on
    gave_no_right = determination.timeline[0].state is BenefitState.CLOSED
    if withdrawn_on is not None and (withdrawn_on < week.end or gave_no_right):
        return Ruling(WeekState.OUTSIDE, scheme.claim.begins.cites, f"The claim was taken back on {withdrawn_on}.")
    return None


def _not_entitled(determination: Determination) -> Ruling | None:
    if determination.outcome is not DeterminationOutcome.REFUSED:
        return None
    unmet = [finding for finding in determination.findings if finding.outcome is Outcome.NOT_MET]
    if not unmet:
        because = "A named person decided that no benefit is due in the whole benefit year."
        return Ruling(WeekState.NOT_ENTITLED, determination.timeline[0].cites, because)
    because = cut(" ".join(finding.because for finding in unmet))
    return Ruling(WeekState.NOT_ENTITLED, unmet[0].cites, because, ground=unmet[0].ground)


def _after_death(
    scheme: Scheme, line: WeekLine, determination: Determination, decided: StandingDecisions
) -> Ruling | None:
    """No day after the death is paid; whether a week in which it lies is, a person decides, unless days are paid."""
    died_on, cites = determination.died_on, scheme.claim.benefit_year.cites
    if died_on is None or line.week.period.end <= died_on + ONE_DAY:
        return None
    because = f"The person died on {died_on}: no benefit is due for later days."
    if line.week.period.start > died_on:
        return Ruling(WeekState.OUTSIDE, cites, because)
    comes_second = line.first is not None  # and is not paid anyhow
    if scheme.claim.paid_by == "the day" or comes_second or _is_settled(line, decided, WeekDoubt.DIED_WITHIN):
        return None
    question = f"The person died on {died_on}, in this period: is the period to be paid?"
    return Ruling(WeekState.HELD, cites, because, question=question, doubt=WeekDoubt.DIED_WITHIN)


def _not_a_benefit_week(
    scheme: Scheme, line: WeekLine, determination: Determination, decided: StandingDecisions
) -> Ruling | None:
    week, cites = line.week.period, scheme.claim.week_begins_on.cites
    if is_benefit_week(week, determination):
        return None
    never = "Days that are no benefit week are never paid as one; the claimant certifies the week that was meant."
    if _is_settled(line, decided, WeekDoubt.NO_BENEFIT_WEEK):
        return Ruling(WeekState.OUTSIDE, cites, never)
    question = f"The certified days {week.start} up to {week.end} are not a benefit week: which week was meant? {never}"
    because = "The days are no benefit week."
    return Ruling(WeekState.HELD, cites, because, question=question, doubt=WeekDoubt.NO_BENEFIT_WEEK)


def _certified_before(
    scheme: Scheme, line: WeekLine, determination: Determination, decided: StandingDecisions
) -> Ruling | None:
    cites, key = scheme.claim.certified_every.cites, line.certification.key
    if line.first is None:
        if not line.disputed or _is_settled(line, decided, WeekDoubt.STATED_IN_TWO_WAYS):
            return None
        question = (
            f"Certification {key} is stated in two ways under one version: does the one recorded first count? "
            f"It counts if so decided; a corrected certification takes its place."
        )
        because = "What the claimant certified is not certain."
        return Ruling(WeekState.HELD, cites, because, question=question, doubt=WeekDoubt.STATED_IN_TWO_WAYS)
    settled = _is_settled(line, decided, WeekDoubt.CERTIFIED_TWICE)
    earlier, claim = line.first.certification.key, line.first.certification.claim
    if claim != determination.claim:
        earlier, cites = f"{earlier} of claim {claim}", scheme.claim.benefit_year.cites
    elif line.first.week == line.week and not line.disputed:
        settled = True
    if settled:
        return Ruling(WeekState.OUTSIDE, cites, f"The week is already certified in {earlier}, which counts.")
    question = (
        f"These days are certified in {earlier} and again in {key}: what is right? They are paid once at most; "
        f"what was filed first stays as it is unless the claimant corrects it or takes it back."
    )
    because = f"The certification {earlier}, filed first, counts meanwhile."
    return Ruling(WeekState.HELD, cites, because, question=question, doubt=WeekDoubt.CERTIFIED_TWICE)


def _disqualified(
    scheme: Scheme, line: WeekLine, determination: Determination, decided: StandingDecisions
) -> Ruling | None:
    for matter, decision in sorted(_decisions_on(line, decided), key=lambda entry: entry[1].question):
        if _takes_all(decision):
            because = f"A named person decided on {decision.decided_on} that no benefit is due for this week."
            return Ruling(WeekState.DISQUALIFIED, decision.article, because, ground=matter.ground)
    stretches = _stretches(determination, line, BenefitState.DISQUALIFIED)
    if not stretches:
        return None
    first, last = stretches[0], stretches[-1]
    if {part.state for part in overlapping(determination.timeline, line.week.period)} == {BenefitState.DISQUALIFIED}:
        because = f"{_why(scheme, first)} from {first.period.start} up to {last.period.end}."
        return Ruling(WeekState.DISQUALIFIED, first.cites, because, ground=first.ground)
    settled = settled_as_payable(line, decided, WeekDoubt.COVERED_IN_PART)
    if scheme.claim.paid_by == "the day":
        return None  # the sheet's own arithmetic counts the days that are left
    undecided = next((stretch for stretch in stretches if stretch.ground not in settled), None)
    if undecided is None:
        return None
    question = f"The decision covers only a part of the week from {line.week.period.start}: is the week to be paid?"
    because = "Only a part of the week is covered by a decision against it."
    ground = undecided.ground
    doubt = None if ground else WeekDoubt.COVERED_IN_PART
    return Ruling(WeekState.HELD, undecided.cites, because, question=question, ground=ground, doubt=doubt)


def _why(scheme: Scheme, stretch: Interval) -> str:
    for rest in scheme.rests.values():
        if (rest.cites, rest.ground) == (stretch.cites, stretch.ground):
            return f"{rest.meaning}: no benefit is due"
    return "A named person decided that no benefit is due"


def _held_with_claim(scheme: Scheme, determination: Determination) -> Ruling | None:
    open_findings = [
        finding
        for finding in determination.findings
        if finding.outcome is Outcome.NEEDS_A_PERSON and not is_about_death_in_doubt(finding)
    ]
    if not open_findings:
        return None
    meanings = {name: condition.meaning for name, condition in scheme.conditions.items()}
    meanings |= {name: quantity.meaning for name, quantity in scheme.quantities.items()}
    meanings |= {ONE_CLAIM: MEANING, SAME_SPELL: SPELL_MEANING, FILED_IN_LIFETIME: LIFETIME_MEANING}
    waits_for = "; ".join(meanings[finding.condition] for finding in open_findings)
    because = cut(f"Nothing is refused and nothing is paid until a person has decided on: {waits_for}.")
    return Ruling(WeekState.HELD, open_findings[0].cites, because, ground=open_findings[0].ground)


def _death_in_doubt(scheme: Scheme, line: WeekLine, determination: Determination) -> Ruling | None:
    """A day after a death that is in doubt waits with it; the claim asks, so the week raises no question."""
    after, week = determination.held_after, line.week.period
    if after is None or week.end <= after + ONE_DAY:
        return None
    if scheme.claim.paid_by == "the day" and week.start <= after:
        return None  # the sheet's own arithmetic leaves out the days that are held
    finding = next(finding for finding in determination.findings if is_about_death_in_doubt(finding))
    because = cut(f"Nothing is paid for days after the said death. {finding.because}")
    return Ruling(WeekState.HELD, finding.cites, because, ground=finding.ground)


def _stretches(determination: Determination, line: WeekLine, state: BenefitState) -> list[Interval]:
    touched = overlapping(determination.timeline, line.week.period)
    return [stretch for stretch in touched if stretch.state is state]
