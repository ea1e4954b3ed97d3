"""Who signs in, in which roles, and what each may see and do: pure rules."""
