"""Reports made for tests: random truth, rendered in the shapes and with the habits of real pages."""
