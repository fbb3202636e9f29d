"""Every number of an outline, traced to its evidence."""
