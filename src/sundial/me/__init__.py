"""Me: the signed-in user's view over everything they are part of, across organizations, and their sessions."""
