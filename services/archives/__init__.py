"""What several services have archived of one person, put together for who reads it: a case, and what was known when."""
