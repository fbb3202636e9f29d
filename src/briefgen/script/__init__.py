"""Writing that is more than letters in a row: directions of a line, joined letters. It knows nothing of a brief."""
