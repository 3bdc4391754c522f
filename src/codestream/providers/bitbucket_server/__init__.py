"""Bitbucket Server: code."""
