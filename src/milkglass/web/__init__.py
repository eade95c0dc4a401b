"""The HTTP API: ``app.py`` makes the application, ``api/`` has one file per resource, ``run.py`` serves it."""
