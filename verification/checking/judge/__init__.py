"""Whether what a recognised function gives is right, and if not, what is wrong with it."""
