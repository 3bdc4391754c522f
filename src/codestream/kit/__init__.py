"""Tools without a domain word: every other package may import them, they import none of the others."""
