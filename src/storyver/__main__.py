"""``python -m storyver``: the same as the ``storyver`` command."""

import sys

from storyver.cli import main

if __name__ == "__main__":
    sys.exit(main())
