"""One edition for each row of a table: templates in the outline, processes, and only what changed."""
