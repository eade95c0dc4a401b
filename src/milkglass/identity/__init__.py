"""Who is asking: passwords, second factors, sessions (pure arithmetic here); ``store.py`` keeps them."""
