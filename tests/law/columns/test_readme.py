"""The README's example runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import law.columns


def test_the_example_comes_to_what_it_says() -> None:
    path = Path(law.columns.__file__).parent / "README.md"
    told = path.read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", told, re.DOTALL)

    exec(compile(example, str(path), "exec"), {})  # noqa: S102  our own words
