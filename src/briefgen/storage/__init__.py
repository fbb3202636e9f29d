"""Files read and written safely, and the cache."""
