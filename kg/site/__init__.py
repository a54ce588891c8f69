"""HTML pages that open from disk without a network request; strings from data are always escaped."""
