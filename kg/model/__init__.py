"""Reading a compiled dataset record by record."""
