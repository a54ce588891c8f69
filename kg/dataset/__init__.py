"""A compiled corpus: the view chosen, what is worked out, the store and its names."""
