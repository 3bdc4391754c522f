"""What a client asks before it signs in: health, capabilities, versions (contract 00, sections 9 and 10)."""
