"""Turn a file of somebody else's into a module, whatever the file needs for that."""
