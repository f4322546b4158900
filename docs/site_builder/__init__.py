"""The generator of the site: executed notebooks, code and evidence become pages in two languages."""
