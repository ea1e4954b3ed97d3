"""The fixed vocabulary: every question a rule sheet may ask of the facts. Adding one is one tested entry.

The questions stand in the files beside this one, a file a subject.
"""

from __future__ import annotations

from contracts.claims import Ground
from contracts.currencies import MINOR_DIGITS
from law.language.terms.questions import Vocabulary
from law.questions import (
    certified_period,
    current_work,
    earlier_benefit,
    insured_earnings,
    insured_time,
    leaving_payments,
    left_out_days,
    notice_and_recall,
    person_and_job,
    training,
)
from law.questions.days_of_facts import DAY_FACTS
from law.questions.particulars import stated_of

VOCABULARY = Vocabulary(
    questions={
        **insured_earnings.REGISTER.questions,
        **insured_time.REGISTER.questions,
        **person_and_job.REGISTER.questions,
        **certified_period.REGISTER.questions,
        **earlier_benefit.REGISTER.questions,
        **current_work.REGISTER.questions,
        **leaving_payments.REGISTER.questions,
        **left_out_days.REGISTER.questions,
        **notice_and_recall.REGISTER.questions,
        **training.REGISTER.questions,
    },
    grounds=frozenset(ground.value for ground in Ground),
    currencies=MINOR_DIGITS,
    stated=stated_of,
    days_of=DAY_FACTS,
    anchors=person_and_job.ANCHORS,
)
