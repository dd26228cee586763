"""Two readings → which sentences and which figures of theirs correspond, and why."""
