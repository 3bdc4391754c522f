"""Posts: what people say in streams (contract 30, sections 3 to 5)."""
