"""Reading and writing dates, spellings, phrases and tables."""
