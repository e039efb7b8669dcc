"""The plan: decision, team, which units, when."""
