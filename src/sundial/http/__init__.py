"""HTTP: the machine that turns a typed function into a responder and into OpenAPI. Glue over Falcon, not a framework.

An operation is a function decorated with `operation`. Its arguments are filled by type and name (`binding.py`): the
transaction, who asks, path and query parameters, the body, the present instant. It runs in one transaction, and its
answer leaves after the commit (`responder.py`).
"""
