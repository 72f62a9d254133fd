"""Matrices, by which objects of a page are placed: those of PDF, and of what is drawn like it."""

from __future__ import annotations

__all__ = ["IDENTITY", "Matrix", "Point", "moved", "times"]

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def times(first: Matrix, second: Matrix) -> Matrix:
    """Give the matrix that does what one does, and then what the other does."""
    a, b, c, d, e, f = second
    return (
        first[0] * a + first[1] * c,
        first[0] * b + first[1] * d,
        first[2] * a + first[3] * c,
        first[2] * b + first[3] * d,
        first[4] * a + first[5] * c + e,
        first[4] * b + first[5] * d + f,
    )


def moved(point: Point, matrix: Matrix) -> Point:
    """Give where a matrix moves a point."""
    x, y = point
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f
