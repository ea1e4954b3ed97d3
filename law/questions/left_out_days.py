"""Questions about a window of which some days are left out: those on which a particular holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from law.case.case import Case
from law.language.terms.questions import Answer, NamedParticular, QuestionRegister
from law.language.terms.values import Number, Unknown
from law.language.terms.windows import Span, Spans
from law.questions.insured_earnings import earnings_in
from law.questions.insured_time import insured_days
from law.questions.particulars import StatedStretch, days_with_yes

REGISTER = QuestionRegister()


@REGISTER.question(
    unit="money",
    takes=("any", "particular"),
    sentence="the insured earnings within {0}, without the days on which {1} holds",
)
def earnings_without(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """Earnings of the other days; doubt where one contribution is of both."""
    left_out = _left_out(case, spans, particular)
    return _added([earnings_in(case, part) for part in _other_days(spans, left_out)], left_out, case)


@REGISTER.question(
    unit="days",
    takes=("any", "particular"),
    sentence="the insured days within {0}, without those on which {1} holds",
)
def insured_days_without(case: Case, spans: Spans, particular: NamedParticular) -> Answer:
    """Calendar days that contributions cover, each once."""
    left_out = _left_out(case, spans, particular)
    return _added([insured_days(case, part) for part in _other_days(spans, left_out)], left_out, case)


def _left_out(case: Case, spans: Spans, particular: NamedParticular) -> list[StatedStretch]:
    return list(days_with_yes(case, particular, spans[0].start, spans[-1].end)) if spans else []


def _other_days(spans: Spans, left_out: Sequence[StatedStretch]) -> list[Spans]:
    """The stretches of the window between those that are left out."""
    if not spans:
        return []
    starts = [spans[0].start, *(until for _, until, _ in left_out)]
    ends = [*(since for since, _, _ in left_out), spans[-1].end]
    stretches = (Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end)
    return [Spans((stretch,)).with_edge(spans.edge) for stretch in stretches]


def _added(answers: Sequence[Answer], left_out: Sequence[StatedStretch], case: Case) -> Answer:
    said = [stated for _, _, stated in left_out]
    facts = tuple(dict.fromkeys(key for answer in (*answers, *said) for key in answer.facts))
    doubt = Unknown.of(*(answer.value for answer in (*answers, *(() if case.leaves_out_doubt else said))))
    if doubt.doubts:
        return Answer(doubt, facts)
    total = sum(cast("Number", answer.value) for answer in answers)
    return Answer(total, facts, tuple(part for answer in answers for part in answer.parts))
