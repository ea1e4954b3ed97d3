"""Each week is assessed by the version of a rule or figure that holds for it, whatever law claims and weeks follow."""

from __future__ import annotations

import pytest

from law.decide.assess import assess
from law.written.assess import assess_at_once
from law.written.confirm_weeks import confirm_weeks
from tests.law.language.changed_law import (
    AFTER_CHANGE,
    AFTER_LATER,
    BEFORE_CHANGE,
    CHANGE,
    FOR,
    NEW_CLAIM,
    OLD_CLAIM,
    Claimant,
)
from tests.law.language.sheet import load
from tests.law.language.test_versions import LAWS, SHEETS

WEEKS = {OLD_CLAIM: (OLD_CLAIM, BEFORE_CHANGE, AFTER_CHANGE, AFTER_LATER), NEW_CLAIM: (NEW_CLAIM, AFTER_LATER)}


@pytest.mark.parametrize("applies", FOR)
@pytest.mark.parametrize("law", LAWS)
def test_old_and_new_claims_are_assessed_alike(law: str, applies: str) -> None:
    (old, new), running, _, _ = LAWS[law]
    change = f"    claim:\n      transitions:\n        - on: {CHANGE}\n          running_claims: {running}\n"
    for written_sheet in SHEETS.values():
        scheme = load(written_sheet(applies).replace(old, new) + (change if running else ""))
        for filed, weeks in WEEKS.items():
            claimant = Claimant(scheme, filed)
            claim, determination = claimant.claim(*weeks), claimant.determination

            written = assess_at_once(claim, determination)

            assert isinstance(written, tuple), written
            assert confirm_weeks(written, assess(claim, determination)) == ()
