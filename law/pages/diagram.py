"""A graph of rules as a picture: boxes below each other, and lines on rails at their left from what is read.

The picture is as wide as a phone, whatever the graph: only rails make it broader inside, never the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from law.pages import measures
from law.pages.measures import SMALL_LETTER, SMALL_LINE, TITLE_LETTER, TITLE_LINE, wrapped


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its title, a word on its kind, what it is made of, and the nodes that it reads."""

    key: str
    title: str
    kind: str
    sources: tuple[tuple[str, str], ...]
    reads: tuple[str, ...]
    shape: str = "rule"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words in a box; `mark` is the kind of source whose sign stands before it, if any."""

    text: str
    style: str
    y: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node at its place."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def out(self) -> int:
        """Where its rail begins."""
        return self.y + self.height - measures.PAD

    @property
    def into(self) -> int:
        """Where what it reads arrives."""
        return self.y + measures.PAD + measures.ARROW


@dataclass(frozen=True, slots=True)
class Rail:
    """The line from a box down to all boxes that read it."""

    x: int
    start: int
    ends: tuple[int, ...]
    colour: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything at its place; `words` say the same as text."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    rails: tuple[Rail, ...]
    words: tuple[str, ...]


def picture(title: str, nodes: Sequence[Node]) -> Picture:
    """The picture of nodes, each after those that it reads."""
    lanes = _lanes(nodes)
    left = measures.LANE * (max(lanes.values(), default=-1) + 2) if lanes else 1
    boxes: list[Box] = []
    y = 1
    for node in nodes:
        boxes.append(_box(node, left, y, measures.WIDTH - left - 1))
        y += boxes[-1].height + measures.GAP
    by_key = {box.node.key: box for box in boxes}
    return Picture(
        title=title,
        width=measures.WIDTH,
        height=y - measures.GAP + 1,
        boxes=tuple(boxes),
        rails=tuple(_rail(key, lane, left, by_key) for key, lane in lanes.items()),
        words=tuple(_in_words(node, by_key) for node in nodes),
    )


def _lanes(nodes: Sequence[Node]) -> dict[str, int]:
    """The rail of each node that is read: the one nearest to the boxes that is free all the way."""
    places = {node.key: place for place, node in enumerate(nodes)}
    last = {key: max(_readers(key, nodes, places), default=place) for key, place in places.items()}
    lanes: dict[str, int] = {}
    busy: dict[int, int] = {}
    for key, place in places.items():
        if last[key] == place:
            continue
        lane = next(free for free in range(len(nodes)) if busy.get(free, -1) <= place)
        lanes[key] = lane
        busy[lane] = last[key]
    return lanes


def _readers(key: str, nodes: Iterable[Node], places: Mapping[str, int]) -> Iterable[int]:
    return (places[node.key] for node in nodes if key in node.reads)


def _rail(key: str, lane: int, left: int, boxes: Mapping[str, Box]) -> Rail:
    ends = tuple(box.into for box in boxes.values() if key in box.node.reads)
    return Rail(left - measures.LANE * (lane + 1), boxes[key].out, ends, lane)


def _box(node: Node, x: int, y: int, width: int) -> Box:
    inner = width - measures.PAD - measures.PAD
    lines: list[Line] = []
    below = y + measures.PAD // 2
    for text in wrapped(node.title, inner, TITLE_LETTER):
        below += TITLE_LINE
        lines.append(Line(text, "title", below - measures.ARROW))
    for text in wrapped(node.kind, inner, SMALL_LETTER):
        below += SMALL_LINE
        lines.append(Line(text, "kind", below - measures.ARROW))
    for kind, words in node.sources:
        for number, text in enumerate(wrapped(words, inner - measures.MARK, SMALL_LETTER)):
            below += SMALL_LINE
            lines.append(Line(text, "source", below - measures.ARROW, "more" if number else kind))
    return Box(node, x, y, width, below + measures.PAD // 2 - y, tuple(lines))


SAID = {"fact": "the facts", "figure": "figures of the law", "table": "tables", "elsewhere": "other parts"}


def _in_words(node: Node, boxes: Mapping[str, Box]) -> str:
    """What the box and its lines show."""
    parts = [
        f"{said}: {'; '.join(words for kind, words in node.sources if kind == wanted)}"
        for wanted, said in SAID.items()
        if any(kind == wanted for kind, _ in node.sources)
    ]
    read = [boxes[key].node.title for key in node.reads if key in boxes]
    if read:
        parts.append(f"from above: {'; '.join(read)}")
    return (
        f"{node.title} ({node.kind}). Found from {'. From '.join(parts)}." if parts else f"{node.title} ({node.kind})."
    )
