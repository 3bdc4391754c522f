"""Load programs and their budgets; the method of each is in its own docstring."""
