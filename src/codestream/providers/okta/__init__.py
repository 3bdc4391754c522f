"""Okta: sign-in."""
