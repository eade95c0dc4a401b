"""The masking plane: it seals and cannot reveal. Standard library and ``milkglass._core`` only."""
