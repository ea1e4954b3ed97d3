"""Who has a matter in hand: an officer takes it, gives it on or back; a second officer moves what an absent one has."""
