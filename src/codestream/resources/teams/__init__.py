"""Teams: membership, roles, settings (contract 20, section 4)."""
