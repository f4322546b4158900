"""Arrays of symbols, and what the operations on them mean."""
