"""Photos: hash, renditions, facts of capture."""
