"""Jira Server: issues."""
