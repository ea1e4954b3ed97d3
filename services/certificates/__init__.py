"""Certificates of insured periods for another country: written from our own facts, and read back as facts."""
