"""The graph over HTTP: SPARQL, records, search and reconciliation, read-only and within limits."""
