"""Texts that a curator holds, and the source files proposed from them."""
