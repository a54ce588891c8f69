"""Terms, vocabulary and the canonical layout of RDF."""
