"""Who is told that somebody asks: what a message says (pure), and the channels that carry it (``channels/``, ``outbox.py``: IO)."""
