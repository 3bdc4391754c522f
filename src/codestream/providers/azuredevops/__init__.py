"""Azure DevOps: issues."""
