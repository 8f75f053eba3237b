"""Favorites: what somebody tracks often, kept to be started again; public ones are offered to the whole workspace."""
