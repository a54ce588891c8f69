"""Compiling a corpus: choosing a view, deriving statements, and writing the store and the index of names."""
