"""The work on site: a visit, its units, its answers."""
