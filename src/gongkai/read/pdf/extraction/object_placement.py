"""Where objects of a page are placed: those of a form stand where the form does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .calls import Edges, Floats
from .matrices import IDENTITY, Matrix, moved

__all__ = ["ObjectPlacement"]


class ObjectPlacement(NamedTuple):
    """Where objects are placed, when the first was drawn and how much later each of the others."""

    matrix: Matrix
    start: float
    step: float
    is_annotation: bool

    def on_page(self, edges: Edges) -> Edges:
        """Give the box on the page around a box."""
        if self.matrix is IDENTITY:
            return edges
        left, bottom, right, top = edges
        corners = ((left, bottom), (left, top), (right, bottom), (right, top))
        across, along = zip(*(moved(corner, self.matrix) for corner in corners), strict=True)
        return min(across), min(along), max(across), max(along)

    def all_on_page(self, boxes: Floats) -> Floats:
        """Give the boxes on the page around boxes."""
        if self.matrix is IDENTITY:
            return boxes
        return np.array([self.on_page((a, b, c, d)) for a, b, c, d in boxes.tolist()]).reshape(-1, 4)
