"""The walk through the contracts shows what is true: its example, its codes, its files."""

from __future__ import annotations

import re
from pathlib import Path

import contracts
from contracts.schemas import EXAMPLES, published
from services.runtime.parking_codes import CODES

FOLDER = Path(contracts.__file__).parent
README = (FOLDER / "README.md").read_text("utf-8")


def codes_in(text: str) -> dict[str, str]:
    """The table of codes, as the page gives it."""
    return dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", text.partition("| code |")[2], re.MULTILINE))


def dead_links(text: str) -> list[str]:
    """Links to files that are not there."""
    return [link for link in re.findall(r"\]\((?!https?:)([^)#]+)", text) if not (FOLDER / link).exists()]


def test_the_page_shows_a_real_example() -> None:
    example = (EXAMPLES / "registry.contribution-recorded.v1.json").read_text("utf-8")
    assert example.strip() in README


def test_the_page_names_every_code_and_what_to_do() -> None:
    assert codes_in("| code |\n| `not-json` | Send it again. |") == {"not-json": "Send it again."} != CODES

    assert codes_in(README) == CODES


def test_every_link_of_the_page_leads_somewhere() -> None:
    assert dead_links("see [this](vanished.py)") == ["vanished.py"], "the check itself must bite"

    assert not dead_links(README)


def test_the_page_links_the_file_of_every_publisher() -> None:
    for publisher in {event.publisher() for event in published().values()}:
        assert f"[`{publisher}`]({publisher}.py)" in README
