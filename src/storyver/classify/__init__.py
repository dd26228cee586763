"""Named rules, in a visible order: what a pair of claims or sentences amounts to."""
