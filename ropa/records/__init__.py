"""The record as a value: one noun per file."""
