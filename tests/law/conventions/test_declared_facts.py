"""Articles of which no sheet and no person shows anything, held against what a member declares."""

from __future__ import annotations

from contracts.casework import Suitability
from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration, DeclaredFact
from law.conventions.examination import Examination
from law.conventions.files import load_instrument
from law.conventions.model import Conclusion, Status
from tests.law.conventions.reports import X, sheet

FACTORS = tuple(Suitability.model_fields)


def shown(article: str, **facts: bool | tuple[str, ...]) -> Conclusion:
    """What a requirement concludes of facts that are declared."""
    instrument = load_instrument(article[:4].lower())
    (requirement,) = (own for own in instrument.requirements if own.id == article)
    declared = Declaration(facts={name: DeclaredFact(value=value, cites="Act") for name, value in facts.items()})
    return CHECKS[requirement.check](Examination(sheet(X), instrument, declared, None), requirement)


def test_one_study_before_the_last_change_is_not_yet_all_that_article_71_asks() -> None:
    nothing = shown("C102-71.3")
    assert nothing.status is Status.NEEDS_EVIDENCE
    assert "actuarial_studies_made_periodically" in nothing.missing

    one = shown("C102-71.3", actuarial_study_before_last_change=True)
    assert one.status is Status.NEEDS_EVIDENCE
    assert one.missing.startswith(
        "a declaration of responsible_for_due_provision, actuarial_studies_made_periodically ("
    )


def test_article_71_is_met_by_all_three_and_broken_by_one() -> None:
    all_three = {
        "responsible_for_due_provision": True,
        "actuarial_studies_made_periodically": True,
        "actuarial_study_before_last_change": True,
    }
    assert shown("C102-71.3", **all_three).status is Status.MET
    broken = shown("C102-71.3", **{**all_three, "actuarial_studies_made_periodically": False})
    assert (broken.status, broken.because) == (Status.NOT_MET, "Declared: no: actuarial studies made periodically.")


def test_suitable_employment_is_declared_factor_by_factor() -> None:
    nothing = shown("C168-21.2")
    assert nothing.status is Status.NEEDS_EVIDENCE
    assert all(factor in nothing.missing for factor in FACTORS)

    assert shown("C168-21.2", suitability_takes_account_of=FACTORS).status is Status.MET
    six = shown("C168-21.2", suitability_takes_account_of=FACTORS[:-1])
    assert (six.status, six.because) == (Status.NOT_MET, "No account is taken of: labour dispute.")
    other = shown("C168-21.2", suitability_takes_account_of=(*FACTORS, "wage"))
    assert (other.status, other.because) == (Status.NEEDS_EVIDENCE, "No factor of the article: wage.")


def test_an_endeavour_that_is_denied_asks_what_is_done() -> None:
    denied = shown("C168-19.5", help_at_exhaustion=False)
    assert denied.status is Status.NEEDS_EVIDENCE
    assert denied.missing.startswith("which measures of Part II are open")
