"""What a member declares in addition to its law: exceptions, wages, allowances, population, facts; each cited."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from law.language.terms.errors import FormulaError
from law.language.terms.numerals import parse_number

Choice = Literal["A", "B", "C", "D"]
"""C102 Art. 65(6): fitter or turner, typical skilled, 75 per cent of persons protected, 125 per cent of the average."""


def _exact(written: Any) -> Fraction:
    try:
        return Fraction(parse_number(str(written)))
    except FormulaError as fault:
        raise ValueError(fault.sentence) from None


def _yes_no(written: Any) -> Any:
    return {"yes": True, "no": False, "true": True, "false": False}.get(written, written)


Exact = Annotated[Fraction, PlainValidator(_exact)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Cites = Annotated[str, Field(min_length=3)]


class Strict(BaseModel):
    """A part of a file: unknown names are refused, and nothing changes it once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Wage(Strict):
    """A wage by the month, with its source."""

    monthly: Exact
    cites: Cites


class Wages(Strict):
    """The wages that the Conventions name, as far as the member declares them."""

    fitter_or_turner: Wage | None = None
    typical_skilled: Wage | None = None
    labourer: Wage | None = None
    minimum: Wage | None = None
    average: Wage | None = None
    basic_living: Wage | None = None


class FamilyAllowances(Strict):
    """Allowances by the month for the standard beneficiary's family (C102 Art. 65(1))."""

    in_work: Exact
    in_unemployment: Exact
    cites: Cites


class Net(Strict):
    """Which share of earnings and of benefit is left after tax and contributions (C168 Art. 15(3))."""

    earnings: Exact
    benefit: Exact
    cites: Cites


class TemporaryException(Strict):
    """A temporary exception that the member uses, and what its reports say of it."""

    article: str
    reason: str = ""
    status: Literal["subsists", "renounced"] = "subsists"
    renounced_from: date | None = None
    cites: Cites


class Resources(Strict):
    """Who pays for the protection of employees in an accounting year (C102 Art. 71(2)), in any one unit."""

    employees: Exact
    employers: Exact
    state: Exact = Fraction(0)
    other: Exact = Fraction(0)
    cites: Cites


class ContributionRates(Strict):
    """Who pays which share of a wage for the scheme by its law, in any one unit; what is in no law is left out."""

    employees: Exact
    employers: Exact
    state: Exact = Fraction(0)
    cites: Cites


class Population(Strict):
    """Persons protected and the employees they are measured against, on one day."""

    protected: int | None = Field(default=None, ge=0)
    employees: int | None = Field(default=None, ge=1)
    protected_industrial_20: int | None = Field(default=None, ge=0)
    employees_industrial_20: int | None = Field(default=None, ge=1)
    on: date
    cites: Cites


class DeclaredFact(Strict):
    """A fact that no sheet states, with its source: yes or no, a number, or a list of words."""

    value: YesNo | Exact | tuple[str, ...]
    cites: Cites


class DeclaredParticular(Strict):
    """A particular of the standard beneficiary: a value, or a share of what is earned in a unit of time."""

    value: str = ""
    share: Exact | None = None
    per: Literal["day", "working_day", "week", "month", "quarter", "year"] = "month"


def _particular(written: Any) -> Any:
    return {"value": written} if isinstance(written, str) else written


class StandardCircumstances(Strict):
    """What is stated of the standard beneficiary under a scheme where the Convention leaves it open."""

    region: str | None = None
    age: int | None = None
    insured_months: int | None = Field(default=None, ge=1, le=480)
    weekly_hours: int | None = Field(default=None, ge=1, le=80)
    particulars: dict[str, Annotated[DeclaredParticular, BeforeValidator(_particular)]] = {}
    cites: Cites


class Declaration(Strict):
    """Everything a member declares. Any part may be left out; a check that needs it then asks for it."""

    member: str = ""
    law_of: date | None = None
    circumstances: StandardCircumstances | None = None
    wages: Wages = Wages()
    reference_wage: Choice | None = None
    family_allowances: FamilyAllowances | None = None
    net: Net | None = None
    limited_scope: DeclaredFact | None = None
    exceptions: tuple[TemporaryException, ...] = ()
    accepted_parts: tuple[str, ...] = ()
    resources: Resources | None = None
    contribution_rates: ContributionRates | None = None
    population: Population | None = None
    facts: dict[str, DeclaredFact] = {}

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for exception in self.exceptions:
            if (exception.status == "renounced") != (exception.renounced_from is not None):
                raise ValueError(
                    f"exception {exception.article}: renounced_from goes with the status renounced, and with no other"
                )
        return self

    def uses(self, article: str) -> bool:
        """Whether an exception to this article is in use."""
        return any(exception.article == article for exception in self.in_use)

    @property
    def in_use(self) -> tuple[TemporaryException, ...]:
        """The exceptions that subsist."""
        return tuple(exception for exception in self.exceptions if exception.status == "subsists")

    def completed_by(self, default: Declaration) -> Declaration:
        """This declaration; where it names no circumstances, law day, net shares or rates, those of the default."""
        return self.model_copy(
            update={
                "circumstances": self.circumstances or default.circumstances,
                "law_of": self.law_of or default.law_of,
                "net": self.net or default.net,
                "contribution_rates": self.contribution_rates or default.contribution_rates,
            }
        )
