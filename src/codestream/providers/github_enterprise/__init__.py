"""GitHub Enterprise: issues and code."""
