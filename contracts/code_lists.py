"""Codes of published lists: occupations and industries by the list's name, countries, and a source's own codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

STANDARD_FORMS: Mapping[str, re.Pattern[str]] = {
    "isco08": re.compile(r"[0-9]{1,4}"),
    "isic4": re.compile(r"[A-U]|[0-9]{2,4}"),
}
"""How the two international lists are written: ISCO-08 and ISIC Rev. 4, at every level. National lists write freely."""

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - as many quotes would only hide the codes
)
"""ISO 3166-1 alpha-2, the codes that are officially assigned; so Greece is GR and the United Kingdom GB."""


def _as_its_list_writes(code: str) -> str:
    name, _, entry = code.partition(":")
    form = STANDARD_FORMS.get(name)
    if form is not None and form.fullmatch(entry) is None:
        raise PydanticCustomError(
            "listed_code", "a code of ISCO-08 is written isco08:2221, and one of ISIC Rev. 4 isic4:8610 or isic4:Q"
        )
    return code


ListedCode = Annotated[
    str,
    Field(max_length=40, pattern=r"^[a-z][a-z0-9_]{1,19}:[A-Za-z0-9][A-Za-z0-9./\-]{0,19}$"),
    AfterValidator(_as_its_list_writes),
]
"""A code with the name of its list: `isco08:2221`, `isic4:8610`, or a national list by its own name, `nace2:86.10`."""

_GROUP = re.compile(r"[0-9]{1,2}|[A-Za-z](?![A-Za-z])")


def group_of(code: str) -> str | None:
    """A listed code cut to its first two digits, or to its letter; None where it begins with neither.

    `isco08:2221` is of `isco08:22`, a sub-major group of ISCO-08, and `isic4:8610` of `isic4:86`, a division.
    """
    listed, _, entry = code.partition(":")
    group = _GROUP.match(entry)
    return f"{listed}:{group.group()}" if group else None


SourceCode = Annotated[
    str, Field(max_length=64, pattern=r"^[a-z][a-z0-9_]{1,19}:[A-Za-z0-9\u00a7][A-Za-z0-9\u00a7 ().,/_\-]{0,42}$")
]
"""A code as its source writes it, with the name of the source's list: `stp2:R`, `roe:A`, `tls:\u00a7 88 lg 1 p 3`."""


@dataclass(frozen=True)
class InTheList:
    """Takes the codes of a list. The schema names their form only: a list grows without a new version."""

    codes: tuple[str, ...]
    names: str
    """What a code names, as the kind of the error."""
    says: str
    """What is said of any other text."""
    form: str
    """The pattern of a code."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.custom_error_schema(
            core_schema.literal_schema(list(self.codes)),
            custom_error_type=self.names,
            custom_error_message=self.says,
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": self.form}


Country = Annotated[
    str,
    InTheList(
        tuple(sorted(COUNTRIES)),
        "country",
        "a country is a code of ISO 3166-1 in two capital letters, such as EE",
        "^[A-Z]{2}$",
    ),
]
"""A code of ISO 3166-1 alpha-2."""
