"""Letters: a notice for every decision and payment, made from what is archived, in the reader's language."""
