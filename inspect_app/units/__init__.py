"""Communes and their superiors, with validity dates and successors."""
