"""One folder per resource, all with the same plan."""
