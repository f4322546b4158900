"""Figures of the site: drawn by the build, out of the records and out of the code that the site is about."""
