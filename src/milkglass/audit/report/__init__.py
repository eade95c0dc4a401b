"""Reports for people and authorities, as one shape (`page.py`) that prints as JSON and as HTML; one file per law or standard. Pure."""
