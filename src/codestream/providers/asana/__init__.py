"""Asana: issues."""
