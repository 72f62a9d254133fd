"""Parts of the command line: how commands show themselves, and those whose work at the face is more than a call."""
