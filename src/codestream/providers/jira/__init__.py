"""Jira in the cloud: issues."""
