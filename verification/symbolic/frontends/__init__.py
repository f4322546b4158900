"""The names under which code calls the operations."""
