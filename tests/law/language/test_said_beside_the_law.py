"""What a sheet says beside the law, whom answers describe and when figures are set anew, is refused where wrong."""

from __future__ import annotations

import pytest

from law.language.terms.errors import RuleSheetError
from tests.law.conventions.reports import of_catalogue

FAMILY = "        describes: family\n"
RENEWED = "        renewed: each 1 January\n"


@pytest.mark.parametrize(
    ("told", "instead", "says"),
    [
        (FAMILY, "        describes: neighbours\n", "'neighbours' is not one of: family; children"),
        (FAMILY, "        describes: children\n", "this kind is a number, and the answer is not"),
        (FAMILY, '        describes:\n          family: "maybe"\n', "'maybe' is not one of: yes; no"),
        (RENEWED, "        renewed: yearly\n", "the day of each year"),
        (RENEWED, "        renewed: each 30 February\n", "the day of each year"),
        (RENEWED, "        renewed: each 29 February\n", "the day of each year"),
        (RENEWED, "        renewed: each 1 Januar\n", "the day of each year"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(told: str, instead: str, says: str) -> None:
    with pytest.raises(RuleSheetError, match=says):
        of_catalogue("uy/desempleo", (told, instead))


def test_of_a_number_it_is_said_only_whom_it_describes() -> None:
    with pytest.raises(RuleSheetError, match="of a number it is said only whom it describes"):
        of_catalogue("de/teilarbeitslosengeld", ("describes: children\n", 'describes: {children: "2"}\n'))


def test_of_words_it_is_said_which_one_describes_whom() -> None:
    told = "        describes:\n          studies: graduate\n          vocational_training: other\n"
    with pytest.raises(RuleSheetError, match="of words it is said which one describes whom"):
        of_catalogue("bh/unemployment", (told, "        describes: studies\n"))
