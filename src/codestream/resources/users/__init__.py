"""Users: registration, sign-in, preferences, what was read, invitations (contract 10)."""
