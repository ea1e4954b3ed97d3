"""Holds a scheme against an instrument: every row, in order, by running the production engine."""

from __future__ import annotations

from services.eligibility.compliance.checks import CHECKS
from services.eligibility.compliance.declaration import Declaration
from services.eligibility.compliance.matter import Matter
from services.eligibility.compliance.model import ArticleAnswer, ComplianceReport, Instrument
from services.eligibility.compliance.protected import Protected
from services.eligibility.rulesheet.scheme import Scheme
from services.eligibility.rulesheet.unverified import unverified_in


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
