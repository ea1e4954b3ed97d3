"""Signing in with OpenID Connect, and how long somebody stays signed in."""
