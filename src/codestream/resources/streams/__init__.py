"""Streams: containers of posts, identities of files (contract 30, sections 1 and 2)."""
