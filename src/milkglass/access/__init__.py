"""Pure decisions about access: who asks, for what, what the policy says, who must agree, what may be opened until when.

Nothing here reads a clock, a file (but its own packaged policy texts) or a database: every function answers from its
arguments, so that ``service/`` can ask again at the moment of use. Flow: ``request`` -> ``policy`` -> ``approval`` ->
``grant`` -> ``reveal``.
"""
