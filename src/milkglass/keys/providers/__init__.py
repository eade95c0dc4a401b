"""Where roots and private halves live: one file per kind of place."""
