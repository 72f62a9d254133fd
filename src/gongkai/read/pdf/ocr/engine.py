"""The OCR library: where lines of text stand in a picture, and what a picture of one line reads."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from gongkai.read.pdf.ocr.bitmap import Grey
from gongkai.read.pdf.page import Box

__all__ = ["LineReading", "is_installed", "read_line", "text_boxes"]


class LineReading(NamedTuple):
    """What a line reads, and how sure the model is of each character."""

    text: str
    certainties: tuple[float, ...]


@cache
def is_installed() -> bool:
    """Tell whether the extra `ocr` is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def text_boxes(grey: Grey) -> list[Box]:
    """Find the lines of text in a picture, in pixels, in no order that could be relied on."""
    found = _engine()(_in_colour(grey), use_det=True, use_cls=False, use_rec=False)
    corners = found.boxes if found.boxes is not None else np.empty((0, 4, 2))
    return [Box(*quad.min(axis=0).tolist(), *quad.max(axis=0).tolist()) for quad in corners]


def read_line(grey: Grey) -> LineReading:
    """Read a picture of one line."""
    found = _engine()(_in_colour(grey), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0]
    return LineReading(text, tuple(found.word_results[0].confs) if text else ())


def _in_colour(grey: Grey) -> Any:
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_preprocess_img": True,
    "Global.min_side_len": 1,
    # One thread, so that sums are always added up in the same order, and pools of processes do not crowd each other.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # A picture is as wide as it is, and not padded to that of a long line.
    "Rec.rec_img_shape": [3, 48, 48],
}


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)
