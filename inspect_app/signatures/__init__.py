"""Who signed the minutes and how: on the tablet, on paper, by certificate; number and register."""
