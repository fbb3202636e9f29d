"""Reading: an outline, its data, sources and translations become the model, each value with its place."""
