"""Error budgets: what was decided against people by ground and office, how much was wrong, and reopening one."""
