"""Trello: issues."""
