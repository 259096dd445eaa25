"""Reading and writing the catalogue: the only part that asks a database."""
