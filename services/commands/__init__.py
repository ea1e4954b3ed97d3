"""The command line, one file a group of commands. Each command says what it did in words, or as JSON."""
