"""People as data: a sheet tried on stories, without a line of Python."""
