"""A version and its blocks → what it says: figures, claims, and the words that bear on them. The only home of spaCy."""
