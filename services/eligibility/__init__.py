"""Applies the law to every claim when facts arrive: determinations and assessments, all versions kept."""
