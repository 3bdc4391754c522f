"""Third-party services: one closed folder each; deleting a folder removes the service."""
