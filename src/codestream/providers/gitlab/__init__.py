"""GitLab in the cloud: issues and code."""
