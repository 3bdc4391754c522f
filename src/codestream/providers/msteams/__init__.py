"""Microsoft Teams: sharing."""
