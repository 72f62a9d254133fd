"""What a researcher asks of a package: a panel with its breaks, coverage, rates, and where a thing is to be found."""
