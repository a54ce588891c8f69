"""What a dataset says, read record by record."""
