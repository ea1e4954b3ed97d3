"""What runs around the engine: servers, secrets, rights, and the files by which others deploy it."""
