"""Every sheet there is, taken apart and put together wrongly, is accepted or refused in words; never a traceback.

What was accepted is then tried on a person: a sheet may be silly, but it must come to an answer.
"""

from __future__ import annotations

import contextlib
import copy
import os
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from law.catalogue import SCHEMES, scheme_names
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw, RuleSheetError
from law.people.story import Story
from law.people.try_story import try_story
from tests.law.language.sheet import load

SHEETS = {name: (SCHEMES / f"{name}.yaml").read_text("utf-8") for name in scheme_names()}
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
"""Wrong sheets of each kind; more find more."""
NONSENSE = [
    "0",
    "1",
    "-1",
    "1/3",
    "999999999999",
    "yes",
    "share",
    "",
    "a week",
    "ask",
    "none",
    "above",
    "2020-01-01",
    "é",
]
PERSON = Story.model_validate(
    {
        "person": "A person like most of us, whatever the law says of them",
        "claims": date(2025, 3, 3),
        "born": "1980-05",
        "lost_work": {},
        "earned": [{"from": "2022-03-01", "months": 36, "amount": 3000, "hours": 160}],
        "certifies": [{"periods": 2}],
        "expect": {"outcome": "granted"},
    }
)


def tree_of(name: str) -> yaml.Node:
    """A sheet as nodes."""
    root = yaml.compose(SHEETS[name], Loader=yaml.CSafeLoader)
    assert root is not None
    return root


def scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    """All words of a sheet, keys and values, in order."""
    if isinstance(node, yaml.ScalarNode):
        return [node]
    if isinstance(node, yaml.MappingNode):
        return [one for key, value in node.value for part in (key, value) for one in scalars(part)]
    return [one for item in node.value for one in scalars(item)]


def gatherings(node: yaml.Node) -> list[yaml.CollectionNode]:
    """All mappings and lists of a sheet."""
    if isinstance(node, yaml.ScalarNode):
        return []
    below = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
    return [node, *(one for part in below for one in gatherings(part))]  # type: ignore[list-item]


def answers(scheme: Scheme) -> None:
    """The scheme comes to an answer for a person, or says that it knows no law for the day."""
    with contextlib.suppress(OutsideKnownLaw):
        try_story(PERSON, scheme)


def accepts_or_refuses(root: yaml.Node) -> None:
    """The sheet is refused in words with a place and an example, or it can be applied."""
    text = yaml.serialize(root, Dumper=yaml.CSafeDumper, allow_unicode=True)
    try:
        scheme = load(text, accept_unverified=True)
    except RuleSheetError as error:
        said = error
    else:
        answers(scheme)
        return
    assert said.line >= 1
    assert said.rule
    assert said.example


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_as_it_is_comes_to_an_answer(name: str) -> None:
    accepts_or_refuses(tree_of(name))


@given(st.sampled_from(sorted(SHEETS)), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_sheet_with_a_word_of_its_own_in_another_place(name: str, data: st.DataObject) -> None:
    root = tree_of(name)
    words = scalars(root)
    place, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
    words[place].value = data.draw(st.one_of(st.just(words[other].value), st.sampled_from(NONSENSE)))
    accepts_or_refuses(root)


@given(st.sampled_from(sorted(SHEETS)), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_sheet_with_a_part_left_out_doubled_or_in_another_place(name: str, data: st.DataObject) -> None:
    root = tree_of(name)
    parts = [part for part in gatherings(root) if part.value]
    part = parts[data.draw(st.integers(0, len(parts) - 1))]
    place = data.draw(st.integers(0, len(part.value) - 1))
    match data.draw(st.sampled_from(["out", "double", "elsewhere"])):
        case "out":
            del part.value[place]
        case "double":
            part.value.append(copy.deepcopy(part.value[place]))
        case _:
            rival = copy.deepcopy(parts[data.draw(st.integers(0, len(parts) - 1))])
            part.value[place] = (part.value[place][0], rival) if isinstance(part, yaml.MappingNode) else rival
    accepts_or_refuses(root)
