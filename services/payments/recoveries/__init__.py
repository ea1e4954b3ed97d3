"""Debts: what was overpaid and confirmed, contestable, final, collected, or given up; see README.md."""
