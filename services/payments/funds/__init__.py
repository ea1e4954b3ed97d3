"""The funds that benefits are paid from: what the treasury tells of them, and for how long they last."""
