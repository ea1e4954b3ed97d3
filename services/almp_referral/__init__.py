"""Active labour market programmes: limited seats, matching with stated reasons, and what became of a referral."""
