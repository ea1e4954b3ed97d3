"""The rules of shape: each takes the text of a file and names what breaks it, line by line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

FUNCTION_LINES_MAX = 40

CLOCKS = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "monotonic_ns"),
    ("time", "perf_counter"),
    ("time", "perf_counter_ns"),
    ("time", "sleep"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
"""Calls that read the wall clock, or wait by it."""

PLAIN_NUMBERS = {-1, 0, 1, 2}
"""Numbers that count and index; any other number in the place where law is applied might be law."""


def long_functions(source: str) -> list[str]:
    """Functions that do not fit the limit."""
    return [
        f"{node.lineno}: {node.name} has {lines} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]


def clock_readings(source: str) -> list[str]:
    """Places that read the clock or sleep, under whatever name the module was imported."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            called = (names.get(owner, owner).rpartition(".")[2], node.attr)
        elif isinstance(node, ast.Name):
            module, _, attribute = names.get(node.id, "").rpartition(".")
            called = (module, attribute)
        else:
            continue
        if called in CLOCKS:
            faults.append(f"{node.lineno}: {ast.unparse(node)} reads the clock")
    return faults


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, dotted."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, ast.ImportFrom):
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return names


def floats(source: str) -> list[str]:
    """Binary fractions: literals, the type, and what makes them."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_type = isinstance(node, ast.Name) and node.id == "float"
        is_root = isinstance(node, ast.Attribute) and ast.unparse(node) in {"math.sqrt", "math.exp", "math.log"}
        if is_literal or is_type or is_root:
            faults.append(f"{getattr(node, 'lineno', 0)}: {ast.unparse(node)} is a binary fraction")
    return faults


def numbers(source: str) -> list[tuple[int, int | float | complex]]:
    """Line and value of every number that does more than count or index, and so might be a figure of law."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and _is_number(node.value) and node.value not in PLAIN_NUMBERS
    ]


def _is_number(value: object) -> TypeGuard[int | float | complex]:
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def shared_names(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Names of classes that stand in more than one place, each with its files. A leading _ is a file's own business."""
    files_of: dict[str, list[str]] = {}
    for file, source in sorted(sources.items()):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                files_of.setdefault(node.name, []).append(file)
    return {name: files for name, files in files_of.items() if len(files) > 1}


_MAKING = re.compile(
    r"""(?ix)
    (?<![\w&/]) \#\d{1,4} \b (?! [\da-f] )                      # the number of an issue
    | \b (issue|ticket|pull\ request) \s+ \#? \d+ \b
    | \b (LLM|chatbot|co-?pilot|prompted|language\ model) \b
    | \b (AI|autonomous|coding)[\ -](agent|assistant|generated) \w*
    | \b (this|my|our|next|previous|another)\ (agent|session|sub-?agent) s? \b
    | (?<![\w.]) /(root|work|Users)/[\w.]+
    | https?://\S+/simple\b
    | -- (extra-)?index-url \b | --find-links \b
    """
)


def words_of_making(text: str) -> Iterator[str]:
    """Words about how the repository came to be instead of what it is."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _MAKING.search(line):
            yield f"{number}: {found.group().strip()!r}"
