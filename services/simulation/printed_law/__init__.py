"""What is owed by the law as it is printed, written a second time by hand, slowly and plainly.

Nothing here knows the engine: no line of `law` or of a service is imported, and what is read of a person are the bare
fields of the messages. The words followed are those of the pages beside the sheets, and of law/README.md for what no
statute says (which certification of a day counts).
"""
