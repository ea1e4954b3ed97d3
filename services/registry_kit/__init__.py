"""What an institution's engineer needs to publish facts: files turned into events, and a check of a producer.

It knows the contracts and the runtime, and nothing of what the engine does with a fact.
"""
