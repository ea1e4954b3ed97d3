"""`python -m deploy.prometheus` writes the rules of what is promised, and all rules and routes for an operator."""

from __future__ import annotations

from deploy.prometheus import operator
from deploy.prometheus.burn import FILE, as_yaml

if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(as_yaml(), "utf-8")
    operator.write()
