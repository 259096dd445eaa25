"""Where personal data comes from, passes through and goes: one graph, and what is asked of it."""
