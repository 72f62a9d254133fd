"""Excel workbooks as a person sees them: formats, hidden parts, colours, formulas and drawings, for .xlsx and .xls."""
