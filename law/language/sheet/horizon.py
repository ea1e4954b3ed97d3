"""When what a sheet knows of the law comes to an end: from such a day on something is nowhere to be found."""

from __future__ import annotations

from datetime import date
from typing import Any

from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries


def ends_of(scheme: Scheme) -> tuple[date, ...]:
    """The days from which on some figure, table or rule is not known any more, in order; nothing where no end is known.

    A measure that was meant to end has such a day, too. What stands without an end may be out of date all the same: a
    sheet knows only what was written into it.
    """
    dated: list[DatedEntries[Any]] = [parameter.dated for parameter in scheme.parameters.values()]
    dated += [table.dated for table in scheme.tables.values()]
    dated += [*scheme.through_time.of_claim(), *scheme.through_time.of_period()]
    return tuple(sorted({end for one in dated if (end := one.end) is not None}))
