"""What a browser sends: the fields of one form, and the key that makes it act once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

BYTES_MAX = 200_000
FIELDS_MAX = 300
KEY, CSRF = "form", "csrf"
_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")


class FormFault(ValueError):
    """It is no form of ours."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """Fields by name, each with its texts in order; line ends are as in the rest of the engine."""

    fields: Mapping[str, tuple[str, ...]]

    @classmethod
    def of_body(cls, body: bytes) -> SentForm:
        """Read `application/x-www-form-urlencoded`. Raises `FormFault`."""
        try:
            read = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
        except ValueError:
            raise FormFault("no form of ours") from None
        return cls({name: tuple(text.replace("\r\n", "\n") for text in texts) for name, texts in read.items()})

    def one(self, name: str) -> str:
        """The text of a field without blanks around it; empty where nothing was typed."""
        return self.fields.get(name, ("",))[0].strip()

    def all_of(self, name: str) -> tuple[str, ...]:
        """The texts of a field that may be chosen several times."""
        return tuple(text for text in self.fields.get(name, ()) if text)

    @property
    def typed(self) -> Sequence[str]:
        """What somebody typed or chose, in the order of the form."""
        every = (texts for name, texts in self.fields.items() if name not in {KEY, CSRF})
        return [text for texts in every for text in texts if text.strip()]

    @property
    def key(self) -> str:
        """What was given with the form, so that it acts once. Raises `FormFault`."""
        if not _KEY.fullmatch(key := self.one(KEY)):
            raise FormFault("no form of ours")
        return key


NO_FORM = SentForm({})
"""Of a page that is looked at."""
