"""The settings of an installation: declared in `parameters`, resolved in `resolve`, stored in `revisions`."""
