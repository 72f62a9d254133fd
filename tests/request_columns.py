"""The columns of the table of requests, as the forms of 2019 and 2021 have them, from left to right."""

REQUEST_COLUMNS = (
    "natural_persons",
    "companies",
    "research_bodies",
    "public_interest_bodies",
    "legal_services",
    "other_bodies",
    "total",
)
