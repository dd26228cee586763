"""The reviewers' desk: a queue of a story's changes and facts, on each of which a person decides.

``queue`` and ``desk`` know nothing of a server and ``views`` nothing of pages; ``app`` answers requests with them,
``guard`` lets only the desk's own pages ask, and ``server`` runs it on this computer.
"""
