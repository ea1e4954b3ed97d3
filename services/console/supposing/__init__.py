"""What would follow if facts had been others: a form made from the record, and the same law over a copy."""
