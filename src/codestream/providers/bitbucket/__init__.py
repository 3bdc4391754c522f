"""Bitbucket in the cloud: issues and code."""
