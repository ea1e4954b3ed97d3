"""All that a claimant, a representative or a tribunal needs to contest a decision, in one document: what was known when
it was made, how it came about, the rule, what was paid, and what the claimant's version of the facts would have paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.casework import Verdict
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened, NoticeIssued, QuestionOpened
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import OverpaymentProposed, PaymentInstructed, PaymentReturned, PaymentSettled
from law.explain.as_text import explained
from law.language.plain.by_article import passages_of
from law.language.sheet.scheme import Scheme
from law.language.terms.words import share_in_words
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.written import LetterRun, WrittenLetter, WrittenLine, WrittenSection

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class PackMaterial:
    """What the pack tells beside the case: each a list of sentences."""

    known_then: tuple[str, ...]
    """What was known when the last day before the decision was closed."""
    learned_since: tuple[str, ...]
    told: tuple[str, ...]
    """Everything that was said and done about the person, in order."""
    claimants_version: tuple[str, ...]
    """What the law says if the facts are as the claimant says they are, beside what it says now."""


def appeal_pack(case: CaseFile, dated: DatedEvent, decision: ClaimDecision, material: PackMaterial) -> WrittenLetter:
    """The pack about a decision of a named person, in English."""
    scheme = case.scheme_of(decision.claim)
    sections = (
        section("The decision", _decision(case, decision)),
        section("Where and until when it can be contested", _contesting(case, decision)),
        section("What was known when it was made", material.known_then),
        section("What came to be known since", material.learned_since),
        section("How the claim was determined with it", _determination(case, dated, decision)),
        section("How what is due for these days was worked out", _assessments(case, dated, decision)),
        section("The rule", rule_under(scheme, decision.article)),
        section("What was paid, and what is asked back", payments_of(case, decision.claim)),
        section("If the facts are as you say", material.claimants_version),
        section("Everything that was said and done", material.told),
    )
    return WrittenLetter(
        language="en",
        direction="ltr",
        title=f"Papers for contesting the decision of {decision.decided_on}",
        head=(
            line(f"Person: {case.person}"),
            line(f"Claim: {decision.claim}, under {scheme.title}"),
            line(f"Decision: {decision.contest or decision.question}"),
        ),
        sections=tuple(section for section in sections if section.lines),
        foot=line("Made from what is archived: the same decision gives the same papers."),
    )


def decision_meant(case: CaseFile, beginning: str) -> tuple[DatedEvent, ClaimDecision] | None:
    """The latest decision against the person of which the question begins so, or a contest of it."""
    contested = {opened.question for _, opened in case.of(ContestOpened) if opened.contest.startswith(beginning)}
    decisions = [
        (dated, event)
        for dated, event in case.of(ClaimDecision)
        if event.verdict is Verdict.AGAINST_CLAIMANT
        and (event.question.startswith(beginning) or event.question in contested)
    ]
    return max(decisions, key=lambda pair: (pair[1].decided_on, pair[0].place), default=None)


def _decision(case: CaseFile, decision: ClaimDecision) -> Iterator[str]:
    asked = next((event for _, event in case.of(QuestionOpened) if event.question == decision.question), None)
    if asked is not None:
        yield f"The question was: {asked.asks} ({asked.cites})"
    who = f"{decision.officer.staff} ({decision.officer.role})"
    if decision.confirmed_by is not None:
        who += f", confirmed by {decision.confirmed_by.staff} ({decision.confirmed_by.role})"
    yield f"Decided against you on {decision.decided_on} by {who}: {decision.reasons} ({decision.article})"
    if decision.applies is not None:
        yield f"Days: from {decision.applies.start} up to, not including, {decision.applies.end}."
    if decision.reduced_by is not None:
        yield f"Share of the benefit that is not paid: {share_in_words(decision.reduced_by)}."
    if decision.amount is not None:
        yield f"Sum asked back: {decision.amount}."
    yield f"Facts that the officer considered: {', '.join(decision.facts_considered)}."
    for _, notice in case.of(NoticeIssued):
        if notice.question == decision.question:
            yield f"Notice of {notice.issued_on}, reply by {notice.reply_by}: {notice.says}"
    replied = f"You replied on {decision.replied_on}." if decision.replied_on else "No reply had come."
    yield replied


def _contesting(case: CaseFile, decision: ClaimDecision) -> Iterator[str]:
    yield decision.appeal
    if decision.contest_by is not None:
        yield f"Last day to be in time: {decision.contest_by}. A later one is looked at where there was a good cause."
    yield from contests_of(case, decision.question)


def contests_of(case: CaseFile, question: str) -> Iterator[str]:
    """What was filed against a decision, and what came of it."""
    for _, opened in case.of(ContestOpened):
        if opened.question == question:
            yield (
                f"Contested on {opened.filed_on} ({opened.tier}) before {opened.before}; "
                f"to be decided by {opened.decide_by}. Contest {opened.contest}."
            )
    for _, closed in case.of(ContestClosed):
        if closed.question == question:
            by = f" by {closed.officer.staff} ({closed.officer.role})" if closed.officer else ""
            yield f"Closed on {closed.closed_on}{by}: {closed.outcome}. {closed.reasons} {closed.appeal or ''}".rstrip()


def _determination(case: CaseFile, dated: DatedEvent, decision: ClaimDecision) -> Iterator[str]:
    """The determination that held when the decision was made, step by step."""
    determined = case.determination(decision.claim, dated)
    if determined is not None:
        yield from derivation_of(case, determined)


def derivation_of(case: CaseFile, determined: DeterminationMade) -> Iterator[str]:
    """A determination with its findings and every step behind them."""
    yield f"Determination {determined.number} ({determined.determination}): {determined.outcome.replace('_', ' ')}."
    for finding in determined.findings:
        condition, outcome = finding.condition.replace("_", " "), finding.outcome.replace("_", " ")
        yield f"{condition}: {outcome}. {finding.because} ({finding.cites})"
    archived = case.decisions.get(determined.determination)
    if archived is not None:
        yield from explained(archived.decision.derivation).splitlines()


def _assessments(case: CaseFile, dated: DatedEvent, decision: ClaimDecision) -> Iterator[str]:
    """For an overpayment: every version of what is due for its period up to the decision, since these differ."""
    for told, assessed in case.of(AssessmentMade):
        if assessed.certification != decision.certification or told.day > dated.day:
            continue
        days = f"{assessed.period.start} up to, not including, {assessed.period.end}"
        yield f"Assessment {assessed.number} ({assessed.assessment}), {told.day}: {assessed.amount} due for {days}."
        for week in assessed.weeks:
            state = week.state.replace("_", " ")
            yield f"{week.period.start}: {state}, {week.amount}. {week.because} ({week.cites})"


def rule_under(scheme: Scheme, cites: str) -> Iterator[str]:
    """The article that a decision cites as the sheet says it, and all that stands under it."""
    for article in scheme.articles:
        if not cites.startswith(article.heading):
            continue
        yield f"{article.heading}: {article.says}"
        for passage in passages_of(article, scheme):
            for sentence in passage.sentences:
                yield f"{sentence.text} ({sentence.cites})"


def payments_of(case: CaseFile, claim: str) -> Iterator[str]:
    """The payments of the claim, each with what became of it."""
    for dated in case.events:
        event = dated.event
        if getattr(event, "claim", None) != claim:
            continue
        match event:
            case PaymentInstructed():
                yield f"{dated.day}: {event.amount} ordered for {event.period.start} up to {event.period.end}."
            case PaymentSettled():
                yield f"{event.settled_on}: the bank paid {event.amount}."
            case PaymentReturned():
                yield f"{event.returned_on}: {event.amount} came back ({event.bank_code})."
            case OverpaymentProposed() if event.amount.minor:
                days = f"{event.period.start} up to {event.period.end}"
                yield f"{dated.day}: {event.amount} too much for {days}. {event.reason}"
            case _:
                pass


def section(heading: str, sentences: Iterable[str]) -> WrittenSection:
    """Each sentence a line; what stands indented in a derivation is set as a note."""
    lines = (line(_kept_indented(text), small=text.startswith("  ")) for text in sentences if text.strip())
    return WrittenSection(heading, tuple(lines))


def _kept_indented(text: str) -> str:
    """Spaces that a page keeps: only from them can be seen of which step another one is a part."""
    line = text.strip("\n").rstrip()
    step = line.lstrip()
    return NO_BREAK_SPACE * (len(line) - len(step)) + step


def line(text: str, *, small: bool = False) -> WrittenLine:
    """One line of a pack."""
    return WrittenLine((LetterRun(text),), "note" if small else "plain")
