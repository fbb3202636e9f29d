"""Raise the thresholds of garbage collection when this module is imported: what a build makes lives until it ends.

The fork server imports it before all else, and the command line before it runs a command.
"""

import gc

gc.set_threshold(200_000, 20, 2)
