"""Measurements: `scripts/bench`. Ratios to a floor and growth with size, in one run."""
