"""How a procedure says from whom a fact is asked that a claim lacks, and by which ways people are reminded."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.waiting import MissingFrom
from law.language.terms.document import Entry

EXAMPLE = "asked_from: {employer: [separation_reason], population_register: [age]}"


def asked_from(entry: Entry) -> Mapping[str, MissingFrom]:
    """By question or particular, who has the answer. Raises `RuleSheetError`."""
    others = " ".join(whom for whom in MissingFrom if whom is not MissingFrom.CLAIMANT)
    named: dict[str, MissingFrom] = {}
    for whom, questions in entry.fields(required="", optional=others, example=EXAMPLE).items():
        for question in questions.items(example=EXAMPLE):
            if named.setdefault(question.text(example=EXAMPLE), MissingFrom(whom)) != whom:
                raise question.wrong("one question is asked from two.", example=EXAMPLE)
    return named
