"""Anybody checks a signed document: by its code, or by dropping the file itself."""
