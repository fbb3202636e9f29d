"""The brief: an edition as a tagged, archival PDF, by reportlab. `document` writes it."""
