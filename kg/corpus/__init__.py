"""The corpus: its files, read, checked and compared."""
