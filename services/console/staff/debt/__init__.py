"""Debts: where each stands, what may be collected, instalments, requests to waive it, and giving it up."""
