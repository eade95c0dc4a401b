"""Use cases, one verb per file. ``bootstrap`` wires; ``services`` holds what they share; ``caller`` says who asks.

Every change is one transaction that holds the rows and their entries. Nothing here knows HTTP or a terminal.
"""
