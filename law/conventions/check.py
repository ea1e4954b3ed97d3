"""Checks a scheme against an instrument: every requirement, in order."""

from __future__ import annotations

from law.conventions.borne_shares import BorneShares
from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration
from law.conventions.examination import Examination
from law.conventions.model import CheckedRequirement, ComplianceReport, Instrument
from law.conventions.protected_persons import ProtectedPersons
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in


def check_against(  # noqa: PLR0913  everything that is examined
    scheme: Scheme,
    instrument: Instrument,
    declaration: Declaration,
    protected: ProtectedPersons | None = None,
    *,
    shares: BorneShares | None = None,
    declaration_digest: str = "",
) -> ComplianceReport:
    """The report of a scheme on every requirement of an instrument.

    Raises `OutsideKnownLaw` if the declaration names a day for which the sheet has no law.
    """
    examination = Examination(scheme, instrument, declaration, protected, shares)
    return ComplianceReport(
        scheme=scheme.name,
        scheme_digest=scheme.digest,
        instrument=instrument.name,
        title=instrument.title,
        law_of=examination.on.isoformat(),
        declaration_digest=declaration_digest,
        data_digest=protected.digest if protected else "",
        unverified=tuple(unverified_in(scheme)),
        checked=tuple(
            CheckedRequirement(requirement, CHECKS[requirement.check](examination, requirement))
            for requirement in instrument.requirements
        ),
    )
