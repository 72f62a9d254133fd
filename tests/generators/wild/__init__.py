"""Reports of another hand: what government sites and offices make of the forms, in kinds of documents."""
