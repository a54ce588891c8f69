"""Texts that a curator owns, and the source files proposed from them."""
