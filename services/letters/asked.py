"""The notice on a question, before anything is decided: what is in question, and until when to reply."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.about import About, OverpaymentAbout, death_in, doubt_in
from contracts.almp_referral import ReferralQuestioned
from contracts.base import Event
from contracts.claims import NoticeIssued, QuestionOpened, ReductionBounds
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.payments import OverpaymentProposed
from contracts.short_time_answers import ShortTimeDoubted
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.figures import share
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import help_line


def asked(case: CaseFile, dated: DatedEvent, event: NoticeIssued) -> Letter | None:
    """The letter on a notice; None where the log no longer holds its question."""
    question = opened(case, event.question)
    if question is None:
        return None
    overpaid = isinstance(question.about, OverpaymentAbout)
    scheme = case.scheme_of(event.claim)
    sections = (
        Section("asked", tuple(_asked(question))),
        Section("known", (_known(case, dated, question),)),
        Section("reply", tuple(_reply(event))),
        Section("who_decides", (say("asked.officer"),)),
        Section("change", (say("asked.change"),)),
    )
    title = "overpayment.title" if overpaid else "question.title"
    values = {"until": event.reply_by} | ({"amount": question.amount} if question.amount else {})
    return Letter(
        name="overpayment" if overpaid else "question",
        ids=(event.question,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.issued_on,
        title=Phrase(title, values),
        sections=sections,
    )


def opened(case: CaseFile, question: str) -> QuestionOpened | None:
    """The question as it was last opened."""
    return next((event for _, event in reversed(list(case.of(QuestionOpened))) if event.question == question), None)


def asked_line(case: CaseFile, question: str) -> Iterator[LetterLine]:
    """What the question was, for the letters on what became of it; nothing where nobody was asked."""
    event = opened(case, question)
    if event is not None:
        yield LetterLine((Phrase("decision.asked"),), original=Quoted(event.asks), instead_of_original=(_about(event),))


def _asked(question: QuestionOpened) -> Iterator[LetterLine]:
    yield say("asked.nothing_decided")
    yield LetterLine((), original=Quoted(question.asks), instead_of_original=(_about(question),), cites=question.cites)
    if question.amount is not None:
        yield say("asked.amount", amount=question.amount)
    if question.period is not None:
        yield say("asked.days", period=question.period)
    else:
        yield say("asked.days_open", day=question.opened_on)
    if question.ground is not None:
        yield LetterLine((Phrase("asked.matters"), Phrase(f"ground.{question.ground}")))
    if question.reduction is not None:
        yield from _reduction(question.reduction)


def _about(question: QuestionOpened) -> Phrase:
    return Phrase(f"asked.about.{matter_of(question)}")


def matter_of(question: QuestionOpened) -> str:
    """What a question is about, as `matter_about` names it."""
    return matter_about(question.about)


def matter_about(about: About) -> str:
    """What is in question, by the phrases' names: a payment after a death and a line of a list have their own."""
    if doubt_in(about) is not None:
        return "short_time"
    return about.kind if death_in(about) is None else "after_death"


def _reduction(bounds: ReductionBounds) -> Iterator[LetterLine]:
    yield LetterLine((Phrase("asked.reduction", {"share": share(bounds.by_at_most)}),), cites=bounds.cites)
    if bounds.lasts_at_most is not None:
        yield say(f"asked.lasts.{bounds.lasts_in}", n=bounds.lasts_at_most)


def _known(case: CaseFile, dated: DatedEvent, question: QuestionOpened) -> LetterLine:
    if (died_on := death_in(question.about)) is not None:
        return say("known.after_death", day=died_on)
    cause = case.cause_of(dated)
    if isinstance(cause, ReferralQuestioned):
        return say("known.referral_on", day=cause.on, programme=AsWritten(cause.programme))
    in_own_words = Phrase(f"known.{matter_of(question)}")
    because = _because(cause, question)
    if because is None or because == question.asks:
        return LetterLine((in_own_words,))
    return LetterLine((), original=Quoted(because), instead_of_original=(in_own_words,))


def _because(cause: Event | None, question: QuestionOpened) -> str | None:
    """What raised the question, in the words of whoever raised it; None where they said the question alone."""
    if isinstance(cause, DeterminationMade):
        return next((finding.because for finding in cause.findings if finding.question == question.asks), None)
    if isinstance(cause, AssessmentMade):
        return next((week.because for week in cause.weeks if week.question == question.asks), None)
    if isinstance(cause, OverpaymentProposed):
        return cause.reason
    return cause.doubt.because if isinstance(cause, ShortTimeDoubted) and cause.doubt else None


def _reply(notice: NoticeIssued) -> Iterator[LetterLine]:
    yield say("reply.until", until=notice.reply_by)
    yield item(Phrase("reply.how"))
    yield item(Phrase("reply.documents"))
    yield item(Phrase("reply.admit"))
    yield say("reply.later")
    yield say("reply.silence")
    yield help_line()
