"""Checks a scheme against an instrument: every requirement, in order."""

from __future__ import annotations

from collections.abc import Iterable

from law.conventions.borne_shares import BorneShares
from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration
from law.conventions.examination import Examination
from law.conventions.model import (
    CheckedRequirement,
    ComplianceReport,
    Conclusion,
    Instrument,
    Requirement,
    needs_evidence,
)
from law.conventions.protected_persons import ProtectedPersons
from law.conventions.trials import Trials
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in
from law.language.terms.errors import OutsideKnownLaw


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
    every = check_against_each(
        scheme, (instrument,), declaration, protected, shares=shares, declaration_digest=declaration_digest
    )
    return every[0]


def check_against_each(  # noqa: PLR0913  everything that is examined
    scheme: Scheme,
    instruments: Iterable[Instrument],
    declaration: Declaration,
    protected: ProtectedPersons | None = None,
    *,
    shares: BorneShares | None = None,
    declaration_digest: str = "",
) -> tuple[ComplianceReport, ...]:
    """The reports of a scheme on several instruments, in order; a person whom two of them try is tried once.

    Raises `OutsideKnownLaw` as `check_against` does.
    """
    trials: Trials | None = None
    reports: list[ComplianceReport] = []
    for instrument in instruments:
        examination = Examination(scheme, instrument, declaration, protected, shares, earlier=trials)
        reports.append(_report(examination, declaration_digest))
        trials = examination.trials
    return tuple(reports)


def _report(examination: Examination, declaration_digest: str) -> ComplianceReport:
    _must_know_the_law(examination)
    scheme, instrument, protected = examination.scheme, examination.instrument, examination.protected
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
            CheckedRequirement(requirement, _concluded(examination, requirement))
            for requirement in instrument.requirements
        ),
    )


def _must_know_the_law(examination: Examination) -> None:
    """Raises `OutsideKnownLaw` where the sheet has no law on the day."""
    examination.trials.determined(examination.person(examination.instrument.search["wage_tried_last"]))


def _concluded(examination: Examination, requirement: Requirement) -> Conclusion:
    """What a check concludes; a person whose later days lie beyond the law that is known shows nothing."""
    try:
        return CHECKS[requirement.check](examination, requirement)
    except OutsideKnownLaw as fault:
        because = f"The person who shows it is paid for days of which the sheet knows no law: {fault}."
        return needs_evidence(because, "the law of those days, or another day to check (--on)")
