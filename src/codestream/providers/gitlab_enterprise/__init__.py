"""GitLab on an own host: issues and code."""
