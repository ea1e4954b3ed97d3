"""What is wrong with a rule sheet, said so that its author can put it right."""

from __future__ import annotations

import textwrap

from contracts.in_words import InWords


class RuleSheetError(InWords):
    """A rule sheet that must not be applied.

    `file` and `line` say where, `rule` names the entry (dotted, for example `parameters.waiting_period`),
    `sentence` says what is wrong and `example` shows the right form.
    """

    def __init__(self, sentence: str, *, example: str, rule: str = "sheet", line: int = 1, file: str = "") -> None:
        self.sentence = sentence
        self.example = example
        self.rule = rule
        self.line = line
        self.file = file
        super().__init__(sentence)

    def __str__(self) -> str:
        form = textwrap.indent(f"\n{self.example}", "  ") if "\n" in self.example else f" {self.example}"
        return f"{self.file or 'rule sheet'}:{self.line}: {self.rule}: {self.sentence} For example:{form}"


class FormulaError(Exception):
    """A formula that cannot be read or does not add up; the loader turns it into a `RuleSheetError`."""

    def __init__(self, sentence: str, *, example: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.example = example


class OutsideKnownLaw(LookupError):
    """A parameter was asked for a day on which the sheet knows no value; zero would pay the wrong sum."""
