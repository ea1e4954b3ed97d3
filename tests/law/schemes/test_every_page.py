"""Every sheet can be read as a page, and nothing that it says is left out."""

from __future__ import annotations

import pytest

from law.catalogue import load_scheme, scheme_names
from law.language.plain.page import in_sentences


@pytest.mark.parametrize("name", scheme_names())
def test_the_page_of_a_scheme_names_every_rule_figure_table_and_citation(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    page = " ".join(in_sentences(scheme).split())

    rules = (scheme.quantities, scheme.week_quantities, scheme.day_quantities)
    meanings = [rule.meaning for section in rules for rule in section.values()]
    meanings += [one.meaning for one in scheme.conditions.values()]
    meanings += [one.meaning for one in scheme.particulars.values()]
    meanings += [one.meaning for one in scheme.parameters.values()]
    meanings += [one.meaning for one in scheme.tables.values()]
    meanings += [one.meaning for one in scheme.rests.values()]
    for meaning in meanings:
        assert meaning in page
    cites = {value.cites for parameter in scheme.parameters.values() for value in parameter.values}
    cites |= {sheet.cites for table in scheme.tables.values() for sheet in table.sheets}
    for citation in cites:
        assert " ".join(citation.split()) in page


@pytest.mark.parametrize("name", scheme_names())
def test_no_value_of_a_sheet_is_without_a_citation_and_unverified_ones_are_marked(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    unverified = any(value.unverified for parameter in scheme.parameters.values() for value in parameter.values)

    assert all(value.cites for parameter in scheme.parameters.values() for value in parameter.values)
    assert ("not yet compared with the law's text" in in_sentences(scheme)) >= unverified
