"""The document: gathered, drawn, approved, signed, verified."""
