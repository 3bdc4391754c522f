"""New Relic: errors."""
