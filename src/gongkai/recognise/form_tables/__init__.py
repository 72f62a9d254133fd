"""Find the cells of the official forms."""
