"""The pictures of the console in its READMEs: `python -m tests.services.console.pictures` takes them anew.

They show the world in which tasks are walked. Each holds the words of its page, so that a test sees when a page says
something else; pixels differ from one Chromium to the next.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, FloatRect, Page

from services.console import app
from tests.law.explain.browser import chromium
from tests.services.console.walking.hand import Hand
from tests.services.console.walking.people import LEFT, PAYDAY, SEEKS, certifies, claim_of
from tests.services.console.walking.world import LaptopWorld, laptop_world

FOLDER = Path(app.__file__).parent / "pictures"
WIDTH, HEIGHT = 1300, 900
SHOWN_WIDTH = 940
COLOURS = 16
BYTES_MAX = 60_000
WORDS = "words"
"""The field of a picture that holds its page's words."""
ALIKE = 0.9
"""So much of the words must be the same: a word or a day may change, and the picture still shows the page."""
TOLD = "on=2026-11-02&monthly=1750&months=24&reason=laid_off&earned=120"


@dataclass(frozen=True)
class Picture:
    """A page that is shown: who sees it, and how they come to it from their first page."""

    name: str
    officer: str
    shown: Callable[[Hand], None]
    top: str = ""
    """The element with which it begins; the page's top if none is named."""
    before: Callable[[LaptopWorld], None] | None = None
    """What happens in the world first."""


def _stays(_hand: Hand) -> None:
    """The officer's first page is the picture."""


def _claim(hand: Hand) -> None:
    row = hand.page.locator("main tbody tr").filter(has_text=claim_of(LEFT))
    row.locator("a[href*='/claims/']").click()


def _a_file_is_sealed(world: LaptopWorld) -> None:
    world.tells(certifies(earned=0))
    world.closes(PAYDAY)


def _calculator(hand: Hand) -> None:
    hand.page.goto(f"{hand.home}/estimate/us/mississippi?{TOLD}")


PICTURES = (
    Picture("my-work", "Amina Diallo", _stays),
    Picture("claim", "Amina Diallo", _claim, top="#axis"),
    Picture("question", "Amina Diallo", lambda hand: hand.row(claim_of(LEFT))),
    Picture("referral", "Elena Cruz", lambda hand: hand.row(SEEKS[:10])),
    Picture("parked", "Kofi Mensah", _stays),
    Picture("committee", "Ines Ramos", _stays),
    Picture("calculator", "Ines Ramos", _calculator),
    Picture("payment-file", "Farid Haddad", lambda hand: hand.row(str(PAYDAY.year)), before=_a_file_is_sealed),
)


def opened(browser: Browser, world: LaptopWorld) -> Iterator[tuple[Picture, Page]]:
    """Each page that is shown, open in a browser."""
    for picture in PICTURES:
        if picture.before:
            picture.before(world)
        hand = Hand.of(browser, f"{world.address}/en", picture.officer)
        hand.begins()
        picture.shown(hand)
        yield picture, hand.page
        hand.page.context.close()


def words_of(page: Page) -> str:
    """What a page says."""
    return " ".join(page.locator("main").inner_text().split())


def kept_words(picture: Picture) -> str:
    """The words that a picture holds; none where there is no such picture."""
    file = FOLDER / f"{picture.name}.png"
    if not file.exists():
        return ""
    with Image.open(file) as kept:
        kept.load()
        return str(kept.info.get(WORDS, ""))


def likeness(kept: str, now: str) -> float:
    """How much of two texts is the same, word by word: from 0 to 1."""
    return SequenceMatcher(None, kept.split(), now.split(), autojunk=False).ratio()


def take(picture: Picture, page: Page) -> bytes:
    """A page as a small picture of few colours, from its top or from an element on."""
    box = page.locator(picture.top).bounding_box() if picture.top else None
    clip: FloatRect = {"x": 0, "y": box["y"] if box else 0, "width": WIDTH, "height": HEIGHT}
    whole = Image.open(BytesIO(page.screenshot(clip=clip, full_page=True))).convert("RGB")
    small = whole.resize((SHOWN_WIDTH, whole.height * SHOWN_WIDTH // WIDTH), Image.Resampling.LANCZOS)
    about = PngImagePlugin.PngInfo()
    about.add_text(WORDS, words_of(page), zip=True)
    file = BytesIO()
    small.quantize(COLOURS).save(file, "PNG", optimize=True, pnginfo=about)
    return file.getvalue()


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, laptop_world(Path(folder)) as world:
        for picture, page in opened(browser, world):
            (FOLDER / f"{picture.name}.png").write_bytes(take(picture, page))


if __name__ == "__main__":
    main()
