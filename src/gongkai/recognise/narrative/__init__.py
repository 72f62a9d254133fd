"""What the text says: its sections, points and figures."""
