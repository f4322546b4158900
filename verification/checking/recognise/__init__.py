"""Which layer a stranger's function is, and how it is called."""
