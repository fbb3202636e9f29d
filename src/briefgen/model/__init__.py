"""The model: pure, immutable data that every other package works with. It imports nothing else of briefgen."""
