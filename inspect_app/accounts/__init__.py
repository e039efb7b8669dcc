"""People, their roles for the office, and signing in."""
