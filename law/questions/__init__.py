"""Every question that a sheet may ask of the facts, a file a subject."""
