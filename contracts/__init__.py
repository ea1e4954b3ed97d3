"""What the services promise each other: frozen, versioned events in CloudEvents 1.0 envelopes.

This package imports nothing of ours, so an institution may install it alone.
"""
