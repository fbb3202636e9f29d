"""`python -m briefgen`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Python looks in the folder that one is in first, where a stranger's `yaml.py` may lie beside an outline.
    if not sys.flags.safe_path and sys.path[0] != str(Path(__file__).parents[1]):
        del sys.path[0]
    from briefgen.cli import run

    run()
