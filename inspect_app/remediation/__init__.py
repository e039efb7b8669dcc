"""What the unit is asked to mend."""
