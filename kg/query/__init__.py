"""Querying the graph in SPARQL."""
