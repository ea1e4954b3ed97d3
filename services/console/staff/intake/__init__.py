"""What a person files on paper, by telephone or at a counter: a claim, and the days they certify."""
