"""How a story tells of claims: decisions of the law, questions for a person, and what named persons decided."""

from __future__ import annotations

from contracts import casework, claims, eligibility
from services.letters.figures import amount_per, share
from services.oversight.story_phrases import Sentences, Told, in_a_row, message, prose, say, told, who, word_key


def _determined(e: eligibility.DeterminationMade) -> Told:
    how = "determination.automatic" if e.automatic else "determination.with_a_person"
    rate = None
    if e.outcome is eligibility.DeterminationOutcome.GRANTED:
        full = amount_per(e.benefit_rate, e.benefit_rate_per) if e.benefit_rate else say("nothing")
        rate = say("determination.rate", rate=full, total=e.total_max or say("nothing"))
    return told(
        say(how, number=e.number, determination=str(e.determination)[:8], outcome=e.outcome),
        rate,
        prose(*(finding.because for finding in e.findings)),
        cites=(finding.cites for finding in e.findings),
    )


def _assessed(e: eligibility.AssessmentMade) -> Told:
    weeks = [
        say("assessment.week", day=week.period.start, state=say(word_key(week.state)), amount=week.amount)
        for week in e.weeks
    ]
    due = say("assessment", number=e.number, days=e.period, amount=e.amount, weeks=in_a_row(weeks, "with_semicolon"))
    return told(due, say("assessment.left", left=e.total_left), cites=(week.cites for week in e.weeks))


def _decided(e: claims.ClaimDecision) -> Told:
    officers = who(e.officer)
    if e.confirmed_by:
        officers = say("with_and", before=officers, following=who(e.confirmed_by))
    about = "decided.waiver" if e.request else "decided"
    return told(
        say(f"{about}.{e.verdict}", who=officers),
        prose(e.reasons),
        say("decided.reduced", share=share(e.reduced_by)) if e.reduced_by else None,
        say("decided.covers", days=e.applies) if e.applies else None,
        say("decided.holds_until_reported") if e.missing else None,
        prose(e.appeal),
        cites=(e.article,),
    )


def _refused(e: claims.AnswerRefused) -> Told:
    if e.contest:
        return told(say("answer.refused.contest", contest=e.contest), prose(e.reason))
    return told(say("answer.refused.question", question=e.question), prose(e.reason))


def _retracted(e: casework.RecordRetracted) -> Told:
    return told(say("record.taken_back", who=e.officer.staff, kind=message(e.kind), record=e.key), prose(e.reason))


DECISIONS: Sentences = {
    eligibility.DeterminationMade: _determined,
    eligibility.AssessmentMade: _assessed,
    claims.ClaimOpened: lambda e: told(say("claim.opened", claim=e.claim)),
    claims.ClaimMoved: lambda e: told(say("claim.moved", before=e.before, after=e.after)),
    claims.QuestionOpened: lambda e: told(say("question.opened"), prose(e.asks), cites=(e.cites,)),
    claims.NoticeIssued: lambda e: told(say("notice.issued", day=e.reply_by), prose(e.says)),
    claims.QuestionDropped: lambda e: told(say("question.dropped", question=e.question)),
    claims.ClaimDecision: _decided,
    claims.AnswerRefused: _refused,
    casework.ComplianceRecorded: lambda e: told(say("compliance", staff=e.officer.staff, day=e.complied_on)),
    casework.RecordRetracted: _retracted,
}
