"""The demonstration: two of the source articles, played through the actions a user would take."""
