"""Keys, ciphers and pseudonyms."""
