"""Companies: an organisation and its team of everybody (contract 20, section 3)."""
