"""The digest of what a sheet says: the same for two sheets that differ in how they are written, and in nothing else.

Comments, white space, line breaks, quotes, the style of YAML, the name of the file and the order of keys leave it as
it is, except where the order decides something. Any other word, figure, day, citation, rule or name changes it, the
name of the scheme too: claims are filed under that name, so a renamed scheme is another one.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import yaml

from law.language.terms.document import Entry

IN_ORDER = frozenset({"conditions", "rests", "sanctions", "reductions", "rows", "columns"})
"""The mappings whose order counts: findings follow that of the conditions, and the rows of a table are read from above.

Articles and whatever else is a list keep their order.
"""


def digest_of(document: Entry) -> str:
    """The SHA-256 of a sheet in its canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(document.node).encode()).hexdigest()


def canonical(node: yaml.Node) -> str:
    """JSON of every word of a sheet, without spaces; keys in the order of the alphabet unless their order counts."""
    return json.dumps(_plain(node), ensure_ascii=False, separators=(",", ":"))


def _plain(node: yaml.Node, *, in_order: bool = False) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return _words(node)
    under = {_words(key): _plain(value, in_order=_words(key) in IN_ORDER) for key, value in node.value}
    return under if in_order else dict(sorted(under.items()))


def _words(node: yaml.Node) -> str:
    return " ".join(str(node.value).split())
