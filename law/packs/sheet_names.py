"""The names of a map that must be names of its sheet: what nobody asks for would be given in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracts.in_words import meant
from law.language.formula.tree import asks_in, written
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.scheme import Scheme
from law.packs.ask import sheet
from law.packs.mapped_kinds import MappedKind, MappedStatement
from law.people.model_file import Place, WordsOfFile

Named = Iterator[tuple[Place, str, Iterable[str]]]


def refuse_unknown_names(kinds: Mapping[str, Sequence[MappedKind]], of: str, words: WordsOfFile) -> None:
    """Raise `RuleSheetError` for a name that the sheet of a kind does not have, and `LookupError` for such a sheet."""
    for kind, parts in kinds.items():
        for number, part in enumerate(parts):
            place: Place = ("cases", kind, number) if len(parts) > 1 else ("cases", kind)
            if part.like is not None:
                _refuse_no_likeness(part.like, kinds, place, words)
                continue
            for below, name, names in _names_of(part, sheet(part.sheet or of)):
                if name not in names:
                    sentence = f"no rule of {part.sheet or of} asks for {name}; {meant(name, sorted(names))}"
                    raise words.wrong((*place, *below), sentence)


def _refuse_no_likeness(like: str, kinds: Mapping[str, Sequence[MappedKind]], place: Place, words: WordsOfFile) -> None:
    of_their_own = [kind for kind, parts in kinds.items() if all(part.like is None for part in parts)]
    if like not in of_their_own:
        raise words.wrong(
            (*place, "like"), f"{like} is no kind that says itself what answers it; {meant(like, of_their_own)}"
        )


def _names_of(part: MappedKind, scheme: Scheme) -> Named:
    """Each name of a kind that is one of the sheet, where it stands, and which names may stand there."""
    particulars, of_period = scheme.particulars, {**scheme.week_quantities, **scheme.week_conditions}
    every = {**scheme.quantities, **scheme.week_quantities, **scheme.day_quantities}
    answers = {*every, *particulars, *_questions(scheme)}
    yield from ((("given", name), name, answers) for name in part.given)
    yield from ((("replaces", name), name, every) for name in part.replaces)
    yield from ((("unless_asked", name), name, {**of_period, **scheme.day_quantities}) for name in part.unless_asked)
    yield from ((("without", number), name, scheme.conditions) for number, name in enumerate(part.without))
    yield from _stated(part.life.stated, ("life",), particulars)
    for number, told in enumerate(part.told):
        if told.every is not None:
            yield from _stated(told.every.stated, ("told", number, "every"), particulars)
        for event, tells in told.events.items():
            yield from _stated(tells.stated, ("told", number, "events", event), particulars)


def _stated(statements: Sequence[MappedStatement], place: Place, particulars: Iterable[str]) -> Named:
    for number, statement in enumerate(statements):
        yield (*place, "stated", number, "name"), statement.name, particulars


def _questions(scheme: Scheme) -> set[str]:
    asked = {written(ask) for tree in trees_of(scheme) for ask in asks_in(tree)}
    linked = scheme.spells and [scheme.spells.linked_when, scheme.spells.shares_when]
    return asked | {written(ask) for tree in linked or () if tree is not None for ask in asks_in(tree)}
