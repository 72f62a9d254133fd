"""The review page: the source with every value marked where it stands, and beside it what was taken from it.

`review` makes the page of a report, one HTML file that needs nothing else. `lines_at` tells the same of one place, as
lines for a terminal. Both show what `ReportFacts` has.
"""

from __future__ import annotations

from gongkai.view.facts import ReportFacts
from gongkai.view.page import PageLanguage, ReviewPage, review
from gongkai.view.showing import lines_at

__all__ = ["PageLanguage", "ReportFacts", "ReviewPage", "lines_at", "review"]
