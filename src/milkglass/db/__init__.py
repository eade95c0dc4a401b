"""The control plane's database: ``engine`` (transactions), ``tables``, ``migrations``."""
