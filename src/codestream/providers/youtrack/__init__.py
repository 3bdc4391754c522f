"""YouTrack: issues."""
