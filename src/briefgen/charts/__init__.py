"""Charts: a figure's specification drawn by matplotlib, without pyplot and without global state."""
