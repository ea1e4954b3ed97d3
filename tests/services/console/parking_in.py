"""Messages of an office that could not take effect: two that nobody can read, and a contradiction."""

from __future__ import annotations

from pathlib import Path

from tests.stories.town import said, town, wages

TOO_MUCH = "/institution/12345678901"
"""A number that might be a person's, where none belongs."""


def parked_in(folder: Path) -> None:
    """Three messages are parked, and what came behind one of them waits as well."""
    laptop = town(folder)
    envelope = f'{{"specversion":"1.0","source":"{TOO_MUCH}","type":"{TOO_MUCH}"}}'.encode()
    laptop.publish_raw([("intake", b"{nope"), ("registry", envelope)])
    laptop.publish([said(wages(1, minor=1)), said(wages(2, version=2)), said(wages(3, version=2))])
    laptop.run_until_quiet()
    laptop.close()
