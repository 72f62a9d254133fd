"""Who reports, for which year, and when."""
