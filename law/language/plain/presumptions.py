"""What a sheet takes for granted where nobody stated it: each can change what is paid, so each is listed."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.plain.cited import Cited
from law.language.plain.sentences import if_unsaid
from law.language.sheet.scheme import Scheme


def presumptions(scheme: Scheme) -> Iterator[Cited]:
    """One sentence a particular with an `if_unsaid`, in the sheet's order; the facts that it gives way to are named."""
    for particular in scheme.particulars.values():
        if particular.if_unsaid is not None:
            text = f"{particular.meaning}. {if_unsaid(particular, scheme)}"
            yield Cited(text, particular.cites, particular.unverified)
