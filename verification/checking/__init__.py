"""``yudo check``: whether functions that somebody else wrote compute what the derivations state."""
