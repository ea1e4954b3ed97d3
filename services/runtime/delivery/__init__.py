"""How a batch of messages takes effect exactly once: inbox, handlers, outbox, parking, one transaction."""
