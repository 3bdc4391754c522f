"""Shortcut: issues."""
