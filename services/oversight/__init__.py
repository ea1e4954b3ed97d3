"""What the oversight committee sees: read models and indicators. Listens to everyone, writes to nobody."""
