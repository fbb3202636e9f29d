"""Languages: fixed words, formats, directions, letter shaping, font metrics."""
