"""Forms for every kind of record, made from the annotations of its fields."""
