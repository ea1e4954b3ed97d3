"""What an institution's engineer needs to publish facts: files turned into events, and a producer held to its word.

It knows the contracts and the runtime, and nothing of what the engine does with a fact.
"""
