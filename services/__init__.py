"""The services of Tideover, the runtime that carries events between them, and the command line."""
