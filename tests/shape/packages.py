"""The packages and which imports which, drawn in services/README.md: `python -m tests.shape.packages` draws it anew."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from tests.shape.tree import OURS, ROOT, name_of, python_files

README = ROOT / "services" / "README.md"
BEGIN, END = "<!-- packages: made by python -m tests.shape.packages -->", "<!-- end of packages -->"
GROUPS = ("services", "law")
"""Folders whose packages are drawn one by one, each in a frame of its own."""
NOT_DRAWN = {*GROUPS, "services.__main__"}

Arrows = Mapping[str, frozenset[str]]
"""By package, the packages that it imports."""


def package_of(module: str) -> str:
    """The package that a module is drawn as: `law/decide`, `services/claims`, `contracts`."""
    parts = module.split(".")
    return "/".join(parts[:2] if parts[0] in GROUPS else parts[:1])


def imported_by(source: str) -> Iterator[str]:
    """Every module that a file may import, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def arrows() -> Arrows:
    """Every package of ours with those that it imports."""
    drawn: dict[str, set[str]] = {}
    for path in python_files(*OURS):
        module = name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if module in NOT_DRAWN:
            continue
        package = package_of(module)
        imports = {package_of(one) for one in imported_by(path.read_text("utf-8")) if one.split(".")[0] in OURS}
        drawn.setdefault(package, set()).update(imports - {package})
    return {package: frozenset(imports & drawn.keys()) for package, imports in sorted(drawn.items())}


def reduced(all_arrows: Arrows) -> Arrows:
    """Without the arrows that follow from others: who imports decide need not be shown to reach what decide imports."""

    def reached(package: str) -> set[str]:
        return set(all_arrows[package]).union(*(reached(one) for one in all_arrows[package]))

    return {
        package: frozenset(imports - set().union(*(reached(one) for one in imports)))
        for package, imports in all_arrows.items()
    }


def diagram(drawn: Arrows) -> str:
    """The packages as a Mermaid flowchart, each group in a frame; an arrow points at what is imported."""
    lines = ["flowchart TB"]
    for group in GROUPS:
        members = [package for package in drawn if package.startswith(f"{group}/")]
        lines += [f"    subgraph {group}", *(f"        {_node(package)}" for package in members), "    end"]
    lines += [f"    {_node(package)}" for package in drawn if "/" not in package]
    for package, imports in drawn.items():
        if imports:
            lines.append(f"    {_name(package)} --> {' & '.join(_name(one) for one in sorted(imports))}")
    return "\n".join(lines)


def _node(package: str) -> str:
    return f'{_name(package)}["{package.rpartition("/")[2]}"]'


def _name(package: str) -> str:
    return package.replace("/", ".")


def main() -> None:
    """Write the diagram into the README."""
    README.write_text(with_diagram(README.read_text("utf-8")), "utf-8")


def with_diagram(text: str) -> str:
    """The README with the diagram as the imports are now. Raises `ValueError` if its place is not marked."""
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{README.name} does not mark the place of the diagram")
    return f"{before}{BEGIN}\n\n```mermaid\n{diagram(reduced(arrows()))}\n```\n\n{END}{after}"


if __name__ == "__main__":
    main()
