"""The tables of moves as Mermaid state diagrams, which the READMEs must show as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

State = TypeVar("State", bound=str)


def diagram_of_moves(moves: Mapping[State, Collection[State]], *, first: State) -> str:
    """A table that names for each state those that may follow it."""
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {before} --> {after}" for before in moves for after in sorted(moves[before])]
    lines += [f"    {state} --> [*]" for state in moves if not moves[state]]
    return "\n".join(lines)
