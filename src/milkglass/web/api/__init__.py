"""One file per resource of the HTTP API; ``docs/reference/http-api.md`` describes them."""
