"""All money leaves here: converging targets, a double-entry ledger, sealed bank files, the bank's own evidence."""
