"""How handlers are run: delivery, the database, parking, Kafka and the laptop."""
