"""What the README claims about speed, each figure reproducible by one command: `python -m bench`."""
