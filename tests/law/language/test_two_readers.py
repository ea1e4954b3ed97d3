"""libyaml reads a sheet, and PyYAML what libyaml refuses: whoever reads, the nodes and the words are the same."""

from __future__ import annotations

import pytest
import yaml

from law.catalogue import SCHEMES
from law.language.terms import document
from law.language.terms.document import read_document
from law.language.terms.errors import RuleSheetError

SHEETS = {path.relative_to(SCHEMES).as_posix(): path.read_text("utf-8") for path in sorted(SCHEMES.rglob("*.yaml"))}
ODD = ["\ufeffa: 1", "é: ü", "a: !!python/x {}", "a: |\n  two\n  lines\n", "a: 'it''s'", "{a: [1, 2], b: }"]
BROKEN = [
    *("a: [1", "\t a: 1", "a: *x", "a: b: c", "%YAML 9", "a: \u2028b", "a: \x00", "a: \ud800", "a: &x 1"),
    "a: " + "[" * 5_000,
    "- " * 3_000,
]


def shape(node: yaml.Node) -> object:
    """A node with all that is under it, each with its line."""
    under = node.value
    if isinstance(node, yaml.SequenceNode):
        under = [shape(one) for one in node.value]
    elif isinstance(node, yaml.MappingNode):
        under = [(shape(key), shape(value)) for key, value in node.value]
    return node.tag, node.start_mark.line, under


def read_by(reader: object, text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(document, "FAST", reader)
    try:
        return shape(read_document(text, file="sheet.yaml").node)
    except RuleSheetError as fault:
        return str(fault)


@pytest.mark.skipif(document.FAST is yaml.SafeLoader, reason="PyYAML was built without libyaml: there is one reader")
@pytest.mark.parametrize("text", [*SHEETS.values(), *ODD, *BROKEN], ids=lambda text: repr(text[:20]))
def test_both_readers_come_to_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = document.FAST
    assert read_by(fast, text, monkeypatch) == read_by(yaml.SafeLoader, text, monkeypatch)


def test_where_there_is_no_libyaml_a_sheet_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SHEETS["us/mississippi.yaml"]
    assert isinstance(read_by(yaml.SafeLoader, text, monkeypatch), tuple)
    assert "this is not YAML" in str(read_by(yaml.SafeLoader, BROKEN[0], monkeypatch))
