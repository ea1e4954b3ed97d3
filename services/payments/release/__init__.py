"""Sealed files go to the bank when named officers have looked at them and released them."""
