"""Applies a sheet to a person's facts: determinations of claims, assessments of certified periods."""
