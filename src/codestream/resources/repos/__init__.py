"""Repositories of a team (contract 20, section 5)."""
