"""How hard an English text is to read: the grade of Flesch and Kincaid.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: Derivation of New Readability Formulas for Navy Enlisted
Personnel, Naval Technical Training Command, Research Branch Report 8-75 (1975): 0.39 times the words of a sentence,
plus 11.8 times the syllables of a word, less 15.59. Syllables are counted by groups of vowels.
"""

from __future__ import annotations

import re

from services.letters.model import Letter
from services.letters.writing import written

GRADE_MAX = 6
"""No English letter is harder to read."""
SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n+")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]e|[^dt]ed|[^sxzcgh]es)$")


def grade(text: str) -> float:
    """The school grade of the United States in which a pupil reads the text with ease."""
    sentences = [part for part in SENTENCE.split(text) if WORD.search(part.lower())]
    words = WORD.findall(text.lower())
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """At least one; an `e` that ends a word is silent."""
    groups = len(VOWELS.findall(word))
    return max(1, groups - bool(SILENT.search(word) and groups > 1))


def prose(letter: Letter) -> str:
    """What is to be read: headings and sentences, without articles, ids and keys."""
    paper = written(letter, "en")
    lines = [paper.title]
    for section in paper.sections:
        lines += [section.heading]
        lines += ["".join(run.text for run in line.runs if run.language is None) for line in section.lines]
    return "\n".join(lines)
