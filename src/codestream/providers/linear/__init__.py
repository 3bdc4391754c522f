"""Linear: issues."""
