"""Making, changing, retiring and deleting records: one set of views for every kind."""
