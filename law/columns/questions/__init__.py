"""How the questions are answered over columns, a file a subject."""
