"""The words of the rule language: values, units, windows, tables, parameters, questions, derivations."""
