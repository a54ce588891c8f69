"""Questions asked of the graph in SPARQL."""
