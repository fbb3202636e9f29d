"""What every PDF of briefgen shares, brief and handout: paper sizes, fonts, drawings replayed, metadata."""
