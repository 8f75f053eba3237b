"""The history of the schema: one file a revision, run in order, never changed once released."""
