"""`python -m contracts.asyncapi` writes `contracts/asyncapi.yaml` anew."""

from __future__ import annotations

import sys

from contracts.asyncapi.written import FILE, as_yaml


def main() -> int:
    """Write the document, if it says anything else than the file."""
    text = as_yaml()
    if not FILE.exists() or FILE.read_text("utf-8") != text:
        FILE.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {FILE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
