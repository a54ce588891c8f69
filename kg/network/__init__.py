"""Projections of the graph as networks, and their analyses."""
