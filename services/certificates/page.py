"""A certificate as one HTML page, without scripts or further files; it prints on paper as it stands."""

from __future__ import annotations

from collections.abc import Sequence

import jinja2

from contracts.employment import Separation
from contracts.registry import InsuredAbroad
from services.certificates.model import InsuranceCertificate

KINDS: dict[InsuredAbroad, tuple[str, str]] = {
    InsuredAbroad.EMPLOYED_INSURED: ("01", "Insured employment"),
    InsuredAbroad.SELF_EMPLOYED_INSURED: ("02", "Insured self-employment"),
    InsuredAbroad.EMPLOYED_UNINSURED: ("03", "Employment without insurance"),
    InsuredAbroad.SELF_EMPLOYED_UNINSURED: ("04", "Self-employment without insurance"),
    InsuredAbroad.ASSIMILATED: ("99", "Insured in another way, or treated as insured"),
}
"""The code of SED U002 and words for each kind of period."""
MINUTES_OF_AN_HOUR = 60
KEY_SHOWN, KEYS_SHOWN = 24, 12
"""Letters of a key, and keys of a line: they are the registry's, as long as it likes, and mean nothing to a reader."""


def certificate_page(certificate: InsuranceCertificate) -> str:
    """The page of a certificate."""
    return _TEMPLATES.get_template("certificate.html.jinja").render(certificate=certificate, kinds=KINDS)


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return "not reported"
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _in_words(word: str | None) -> str:
    if word is None:
        return ""
    return "not said" if word == Separation.NOT_SAID else word.replace("_", " ")


def _keys(facts: Sequence[str]) -> list[str]:
    """The keys of a line as they are printed: the first ones, each by its ends; the data have them whole."""
    shown = [
        key if len(key) <= KEY_SHOWN else f"{key[: KEY_SHOWN // 2]}…{key[-KEY_SHOWN // 2 + 1 :]}"
        for key in facts[:KEYS_SHOWN]
    ]
    rest = len(facts) - len(shown)
    return [*shown, f"and {rest:,} more"] if rest else shown


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("services.certificates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(hours=_hours, in_words=_in_words, keys=_keys)
