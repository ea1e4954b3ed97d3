"""`python -m deploy.prometheus` writes the rules that follow from what is promised."""

from __future__ import annotations

from deploy.prometheus.burn import FILE, as_yaml

if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(as_yaml(), "utf-8")
