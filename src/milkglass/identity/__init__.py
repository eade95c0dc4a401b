"""Who is asking: passwords, TOTP and sessions (pure), and ``store`` (the database)."""
