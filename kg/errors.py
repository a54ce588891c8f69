"""The base of every exception that kg defines."""

from __future__ import annotations


class Error(Exception):
    """What kg cannot do as asked; its text says what is wrong and, where that is known, what to do."""
