"""RDF terms, the vocabulary, and the canonical layout of files."""
