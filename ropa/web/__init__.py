"""The web: each view parses, calls one function and renders."""
