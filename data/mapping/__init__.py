"""Text to the canonical tables: which column is which, what its values mean."""
