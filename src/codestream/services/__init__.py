"""One package per process: its wiring and its own machinery."""
