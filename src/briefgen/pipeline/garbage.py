"""Imported for its effect: Python collects garbage seldom, since nearly all that a build makes lives until it ends.

The fork server imports it before all else, the command line before it runs a command.
"""

import gc

gc.set_threshold(200_000, 20, 50)
