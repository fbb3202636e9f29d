"""How long briefgen takes, as ratios to what else a user might run: `python -m benchmarks --help`."""
