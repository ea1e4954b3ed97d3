"""Why a decision is as it is, why it is another than before, and what would make it another."""
