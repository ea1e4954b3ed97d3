"""My work: the questions that wait, the most urgent first."""
