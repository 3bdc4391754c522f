"""Clubhouse: issues."""
