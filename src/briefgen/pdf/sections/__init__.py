"""The sections of a brief, each one small module: an edition's part -> bands for the layout."""
