"""The posted notices: what must hang at the desk, what was found of each, what follows from it."""
