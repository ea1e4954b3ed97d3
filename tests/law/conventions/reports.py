"""Reports of schemes on an instrument, for tests: unchanged, or with one thing changed in sheet or declaration."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from law.catalogue import SCHEMES
from law.conventions.borne_shares import BorneShares
from law.conventions.check import check_against
from law.conventions.declaration import Declaration
from law.conventions.files import default_declaration, load_declaration, load_instrument
from law.conventions.model import ComplianceReport, Conclusion
from law.conventions.protected_persons import ProtectedPersons, load_protected
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY

HERE = Path(__file__).parent
X = HERE / "scheme_x.yaml"


def sheet(path: Path, *changes: tuple[str, str]) -> Scheme:
    """The sheet of a file after replacing texts in it, each of which must be there."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
        text = text.replace(old, new)
    return load_text(text, file=str(path), vocabulary=VOCABULARY, accept_unverified=True)


def of_catalogue(name: str, *changes: tuple[str, str]) -> Scheme:
    """A scheme of the catalogue, with changes in its text."""
    return sheet(SCHEMES / f"{name}.yaml", *changes)


def report_on(scheme: Scheme, instrument: str, declaration: Declaration | None = None) -> ComplianceReport:
    """The report of a scheme, with its default declaration."""
    completed = (declaration or Declaration()).completed_by(default_declaration(scheme.name))
    return check_against(scheme, load_instrument(instrument), completed)


def conclusion_on(
    scheme: Scheme,
    instrument: str,
    requirement: str,
    declaration: Declaration | None = None,
    shares: BorneShares | None = None,
) -> Conclusion:
    """What the report says of one requirement; no other is examined, since each is concluded by itself."""
    whole = load_instrument(instrument)
    alone = replace(whole, requirements=tuple(asked for asked in whole.requirements if asked.id == requirement))
    completed = (declaration or Declaration()).completed_by(default_declaration(scheme.name))
    return check_against(scheme, alone, completed, shares=shares).of(requirement)


def declared_x() -> Declaration:
    """What the made-up member declares."""
    return load_declaration(HERE / "declared_x.yaml")[0]


def protected_x() -> ProtectedPersons:
    """The made-up persons protected."""
    return load_protected(HERE / "protected_x.csv", load_instrument("c102").calendar)


@cache
def report_x(instrument: str) -> ComplianceReport:
    """The made-up scheme with everything declared."""
    return check_against(sheet(X), load_instrument(instrument), declared_x(), protected_x())
