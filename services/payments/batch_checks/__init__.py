"""What named officers look at before they release sealed files: sums, checks, and what is pointed out."""
