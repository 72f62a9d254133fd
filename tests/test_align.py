import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gongkai.recognise.form_tables.align import align


def exhaustive(weights):
    """Try every order-preserving alignment; only for small inputs."""
    rows, columns = weights[0].shape

    def best(row, column):
        if row == rows or column >= columns:
            return 0.0
        options = [best(row + 1, column), best(row, column + 1)]
        for length, each in enumerate(weights, start=1):
            if column + length <= columns and each[row, column] > 0:
                options.append(each[row, column] + best(row + 1, column + length))
        return max(options)

    return best(0, 0)


small = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0])


@st.composite
def weight_matrices(draw):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    lengths = draw(st.integers(1, 3))
    cells = st.lists(small, min_size=rows * columns, max_size=rows * columns)
    return [np.array(draw(cells)).reshape(rows, columns) for _ in range(lengths)]


@given(weight_matrices())
def test_the_alignment_is_the_best_there_is(weights):
    pairs = align(weights)
    worth = sum(weights[pair.length - 1][pair.expected, pair.found] for pair in pairs)
    assert worth == exhaustive(weights)
    for first, second in itertools.pairwise(pairs):
        assert first.expected < second.expected
        assert first.found + first.length <= second.found


@given(weight_matrices())
def test_the_margin_is_what_another_reading_costs(weights):
    total = exhaustive(weights)
    for pair in align(weights):
        rivals = [
            forced(weights, row, column, length)
            for row, column, length in spans(weights)
            if (row == pair.expected) != (column < pair.found + pair.length and pair.found < column + length)
        ]
        assert pair.margin == total - max(rivals, default=-np.inf)


def spans(weights):
    for length, each in enumerate(weights, start=1):
        for row, column in zip(*np.nonzero(each), strict=True):
            if column + length <= each.shape[1]:
                yield int(row), int(column), length


def forced(weights, row, column, length):
    """Give the worth of the best alignment that has one given pair."""
    before = [each[:row, :column] for each in weights]
    after = [each[row + 1 :, column + length :] for each in weights]
    return exhaustive(before) + float(weights[length - 1][row, column]) + exhaustive(after)


def test_repeated_labels_go_to_the_right_parent():
    # reviews, corrected, lawsuits, corrected against a document that has lost the first "corrected".
    weights = np.array([[0.5, 0, 0], [0, 0, 0.5], [0, 0.5, 0], [0, 0, 0.5]])
    pairs = {(pair.expected, pair.found): pair.margin for pair in align([weights])}
    assert pairs == {(0, 0): np.inf, (2, 1): np.inf, (3, 2): 0.5}


def test_a_tie_has_no_margin():
    weights = np.array([[0.5], [0.5]])
    (pair,) = align([weights])
    assert pair.margin == 0
