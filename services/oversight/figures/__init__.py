"""The committee's figures as of a closed day: what was observed, how it is counted, what is shown, and the receipt."""
