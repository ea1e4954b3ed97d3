"""The digest of a sheet is that of what it says: how it is written does not matter, and everything it says does."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
import yaml
from pydantic_core import to_json

from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import SCHEMES, load_scheme, scheme_names, stories_of
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.language.sheet.load import load_text
from law.language.sheet.meaning import IN_ORDER, digest_of
from law.language.sheet.scheme import Scheme
from law.language.terms.document import Entry, read_document
from law.people.story_file import read_stories
from law.people.try_story import facts_of_story
from law.questions.vocabulary import VOCABULARY
from tests.law.language.sheet import SOUND, changed, load

WIDE = 10_000
WORDS_CHANGED = 20
STORIES_TRIED = 1
ORDERED = {name for name in scheme_names() if stories_of(name).is_file()}


def digest(text: str) -> str:
    return digest_of(read_document(text, file="sheet.yaml"))


def text_of(name: str) -> str:
    return (SCHEMES / f"{name}.yaml").read_text("utf-8")


def nodes(name: str) -> yaml.Node:
    return read_document(text_of(name), file="sheet.yaml").node


def written(node: yaml.Node) -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.serialize(node, Dumper=dumper, width=WIDE, allow_unicode=True))


def turned(node: yaml.Node, *, in_order: bool = False) -> yaml.Node:
    """The same with every mapping backwards, but those whose order counts."""
    if isinstance(node, yaml.SequenceNode):
        return yaml.SequenceNode(node.tag, [turned(item) for item in node.value], flow_style=True)
    if isinstance(node, yaml.MappingNode):
        pairs = [(key, turned(value, in_order=key.value in IN_ORDER)) for key, value in node.value]
        return yaml.MappingNode(node.tag, pairs if in_order else pairs[::-1], flow_style=True)
    return node


def words(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every scalar of a sheet, keys among them."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    for under in node.value if not isinstance(node, yaml.ScalarNode) else ():
        for part in under if isinstance(under, tuple) else (under,):
            yield from words(part)


def test_a_comment_white_space_quotes_and_another_file_leave_the_digest_as_it_is() -> None:
    text = "# a note\n" + changed("name: xx/small", "name:   'xx/small'  # quoted").replace(
        "\n  - article", "\n\n  - article"
    )
    assert load(text).digest == load().digest
    other = load_text(SOUND, file="elsewhere.yaml", vocabulary=VOCABULARY)
    assert other.digest == load().digest


@pytest.mark.parametrize("name", scheme_names())
def test_a_sheet_written_backwards_in_one_line_has_the_same_digest(name: str) -> None:
    assert (
        digest(written(turned(nodes(name))))
        == digest(text_of(name))
        == load_scheme(name, accept_unverified=True).digest
    )


@pytest.mark.parametrize("name", scheme_names())
def test_every_changed_word_of_a_sheet_changes_its_digest(name: str) -> None:
    root = nodes(name)
    digests = {digest_of(Entry(root, "", ""))}
    every = list(words(root))
    for scalar in Random(name).sample(every, WORDS_CHANGED):
        before, scalar.value = scalar.value, f"{scalar.value}x"
        digests.add(digest_of(Entry(root, "", "")))
        scalar.value = before
    assert len(digests) == WORDS_CHANGED + 1


def test_two_conditions_in_another_order_are_another_sheet() -> None:
    """The findings of a decision stand in the order of the conditions."""
    first, second = "a: {met: x}", "b: {met: y}"
    assert digest(f"conditions: {{{first}, {second}}}") != digest(f"conditions: {{{second}, {first}}}")
    assert digest(f"quantities: {{{first}, {second}}}") == digest(f"quantities: {{{second}, {first}}}")


def decided(scheme: Scheme) -> list[bytes]:
    """What a scheme decides for the first people of its stories, with every step."""
    said = []
    for story in read_stories(stories_of(scheme.name)).stories[:STORIES_TRIED]:
        facts = FactSet(facts_of_story(story, scheme))
        for key, own in all_determined({scheme.name: scheme}, facts).items():
            assessed = assess(ClaimUnderLaw(scheme, facts, key), own)
            said += [to_json([own.findings, own.timeline, own.derivation])]
            said += [to_json([one.weeks, one.derivation]) for one in assessed]
    return said


@pytest.mark.parametrize("name", sorted(ORDERED))
def test_sheets_of_one_digest_decide_the_same_to_the_byte(name: str) -> None:
    backwards = load_text(written(turned(nodes(name))), file="", vocabulary=VOCABULARY, accept_unverified=True)
    assert decided(backwards) == decided(load_scheme(name, accept_unverified=True))
