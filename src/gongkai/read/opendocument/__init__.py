"""OpenDocument files, of LibreOffice, WPS and others: texts (.odt) and workbooks (.ods), zipped or in one XML file."""
