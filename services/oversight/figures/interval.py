"""Between which shares the true one lies, where only a sample was looked at (Wilson's score interval, 95 %). Pure."""

from __future__ import annotations

from decimal import Decimal, localcontext

Z = Decimal("1.959964")
"""The 97.5th percentile of the normal distribution."""
DIGITS = 20


def wilson(hits: int, sample: int) -> tuple[Decimal, Decimal]:
    """The bounds of the share of which `hits` of a `sample` were found (Wilson, 1927). Raises `ValueError` for none."""
    if not 0 <= hits <= sample or not sample:
        raise ValueError("a share needs a sample, and no more hits than that")
    with localcontext() as context:
        context.prec = DIGITS
        number, share = Decimal(sample), Decimal(hits) / sample
        middle = share + Z * Z / (2 * number)
        spread = Z * (share * (1 - share) / number + Z * Z / (4 * number * number)).sqrt()
        whole = 1 + Z * Z / number
        return max(Decimal(0), (middle - spread) / whole), min(Decimal(1), (middle + spread) / whole)
