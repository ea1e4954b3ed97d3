"""When what a sheet knows of the law comes to an end: from such a day on some value is nowhere to be found."""

from __future__ import annotations

from datetime import date

from law.language.sheet.scheme import Scheme


def ends_of(scheme: Scheme) -> tuple[date, ...]:
    """The days from which on some parameter or table has no value any more, in order; nothing where no end is known.

    A measure that was meant to end has such a day, too. A value that stands without an end may be out of date all the
    same: a sheet knows only what was written into it.
    """
    values = [parameter.values[-1].until for parameter in scheme.parameters.values()]
    sheets = [table.sheets[-1].until for table in scheme.tables.values()]
    return tuple(sorted({end for end in (*values, *sheets) if end is not None}))
