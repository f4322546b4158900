"""The site on paper: one book per language of all lectures, and the cheat sheet."""
