"""Outside context in one shape: what is broken, how badly, and who opened it. Files under ``sources/`` fill it."""
