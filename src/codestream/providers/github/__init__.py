"""GitHub in the cloud: issues and code."""
