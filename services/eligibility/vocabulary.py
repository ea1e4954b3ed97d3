"""The fixed vocabulary: every question a rule sheet may ask of the facts. Adding one is one tested entry.

The questions stand in the `about_...` files beside this one.
"""

from __future__ import annotations

from contracts.claims import Ground
from services.eligibility import about_earnings, about_insurance, about_period, about_person, about_spells, about_work
from services.eligibility.rulesheet.questions import Vocabulary
from services.eligibility.stated import stated_of

VOCABULARY = Vocabulary(
    questions={
        **about_earnings.REGISTER.questions,
        **about_insurance.REGISTER.questions,
        **about_person.REGISTER.questions,
        **about_period.REGISTER.questions,
        **about_spells.REGISTER.questions,
        **about_work.REGISTER.questions,
    },
    grounds=frozenset(ground.value for ground in Ground),
    stated=stated_of,
    anchors=about_person.ANCHORS,
)
