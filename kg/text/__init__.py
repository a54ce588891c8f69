"""Dates, spellings, phrases and tables: how things are written."""
