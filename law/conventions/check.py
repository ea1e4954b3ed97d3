"""Holds a scheme against an instrument: every row, in order, by running the production engine."""

from __future__ import annotations

from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration
from law.conventions.model import ArticleAnswer, ComplianceReport, Instrument
from law.conventions.protected_persons import Protected
from law.conventions.subject import Matter
from law.language.sheet.scheme import Scheme
from law.language.sheet.unverified import unverified_in


def hold_against(
    scheme: Scheme,
    instrument: Instrument,
    declaration: Declaration,
    protected: Protected | None = None,
    *,
    declaration_digest: str = "",
) -> ComplianceReport:
    """The report of a scheme against every row of an instrument.

    Raises `OutsideKnownLaw` if the declaration names a day on which the sheet knows no law.
    """
    matter = Matter(scheme, instrument, declaration, protected)
    return ComplianceReport(
        scheme=scheme.name,
        scheme_digest=scheme.digest,
        instrument=instrument.name,
        title=instrument.title,
        law_of=matter.on.isoformat(),
        declaration_digest=declaration_digest,
        data_digest=protected.digest if protected else "",
        unverified=tuple(unverified_in(scheme)),
        articles=tuple(ArticleAnswer(row, CHECKS[row.check](matter, row)) for row in instrument.rows),
    )
