"""Jobs: work for later, kept in our own database and written in the transaction of its reason.

A worker claims what is due for a while (its lease) and takes it off the list in the transaction of the work's effect.
Who lost its lease meanwhile cannot write. What fails is tried again after growing pauses, and in the end kept as dead.
"""
