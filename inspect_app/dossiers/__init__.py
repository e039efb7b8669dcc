"""The dossiers of a unit: the register, the drawn sample, the checks, lateness, what follows."""
