"""The pipeline: which files are to be made, worker processes, formats, the manifest of an output folder."""
