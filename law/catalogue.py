"""The schemes that lie beside this file, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from contracts.in_words import no_such
from law.language.sheet.load import load_file
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY

SCHEMES = Path(__file__).parent / "schemes"
STORIES = Path(__file__).parent / "stories"


def stories_of(name: str) -> Path:
    """The file of stories kept with a scheme."""
    return STORIES / f"{name}.yaml"


def scheme_names() -> tuple[str, ...]:
    """Every scheme that has a sheet, for example `us/mississippi`."""
    return tuple(sorted(path.relative_to(SCHEMES).with_suffix("").as_posix() for path in SCHEMES.glob("*/*.yaml")))


@cache
def load_scheme(name: str, *, accept_unverified: bool = False) -> Scheme:
    """The scheme of that name.

    Raises `LookupError` if there is none, and `RuleSheetError` if its sheet is unsound or holds law that nobody
    has compared with its text and `accept_unverified` is not given.
    """
    if name not in scheme_names():
        raise LookupError(no_such("scheme", name, scheme_names(), "tideover scheme list"))
    return load_file(SCHEMES / f"{name}.yaml", vocabulary=VOCABULARY, accept_unverified=accept_unverified)


def scheme_or_file(name: str) -> Scheme:
    """The scheme of that name, or in that file (`my-scheme.yaml`), with what is not yet verified.

    Raises `LookupError` if there is none, and `RuleSheetError` if its sheet is unsound.
    """
    path = Path(name)
    if path.suffix != ".yaml":
        return load_scheme(name, accept_unverified=True)
    if not path.is_file():
        raise LookupError(f"there is no file {name}")
    return load_file(path, vocabulary=VOCABULARY, accept_unverified=True)
