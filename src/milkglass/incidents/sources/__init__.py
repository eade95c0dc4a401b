"""Where incidents and on-call lists come from, one file per source."""
