"""What a language asks for: fixed words, formats, directions, letter shaping, font metrics."""
