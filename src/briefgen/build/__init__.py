"""Building: which files are to be made, worker processes, the manifest of an output folder."""
