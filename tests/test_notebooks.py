"""The notebooks run, say what they should, and are stored as they run.

`python tests/test_notebooks.py` runs them and stores them again, with their outputs.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NEEDED = ("ipykernel", "matplotlib", "mplfonts")
LARGEST = 300_000

# What each notebook computes, as expressions over its variables. The numbers are those of the printed page.
VALUES: dict[str, dict[str, Any]] = {
    "01-quickstart.ipynb": {
        "report.title": "嘉禾县2017年政府信息公开年度报告",
        "len(cells)": 58,
        "{row.row_label: row.value for row in requests.dropna(subset='value').itertuples()}": {
            "收到申请数": 7,
            "当面申请数": 4,
            "网络申请数": 2,
            "信函申请数": 1,
        },
        "list(requests.query('value.isna()').row_label)": ["传真申请数"],
        "{row.row_label: row.value for row in channels.dropna(subset='value').itertuples()}": {
            "政府网站公开政府信息数": 4198,
            "政务微博公开政府信息数": 358,
            "政务微信公开政府信息数": 82,
            "其他方式公开政府信息数": 3960,
        },
        "channels.value.sum()": 8598,
        "float(cells.query('row == \"disclosed_items\"').value.iloc[0])": 8645,
        "sorted(text.get_text() for text in above.texts)": ["3,960", "358", "4,198", "82", "空白 blank"],
        "sorted(text.get_text() for text in below.texts)": ["0"] * 4 + ["7"] + ["空白 blank"] * 3,
        "[website.raw, website.locator, source.locate(website.locator)]": ["4198", "b24.r8.c3", "4198"],
        "example.identity.year": 2016,
        "dict(zip(observed.raw, observed.status))": {
            "1,204": "reported",
            "": "blank",
            "1,139": "reported",
            "0": "reported",
            "/": "not_applicable",
            "约30": "unreadable",
            "十二": "reported",
        },
        "observed.value.dropna().tolist()": [1204, 1139, 0, 12],
        "example.unmatched[['raw', 'reason']].values.tolist()": [["35", "unknown_row"]],
        "[failure['reason'] for failure in failures]": ["damaged", "empty", "truncated"],
    },
    "02-panel.ipynb": {
        "received.query(\"source == 'form'\").value.tolist()": [0, 0, 0, 1, 0, 0, 0, 0, 23, 21, 70, 74, 81, 218, 154],
        "received.query(\"source == 'prose' and year == 2022\").value.tolist()": [75],
        "series.query(\"concept == 'granted'\").value.tolist()": [0, 0, 0, 1, 0, 0, 0, 0, 7, 7, 30, 21, 22, 71, 33],
        "[len(axes.lines) for axes in places.flat]": [3, 3, 3, 3],
        "dict(zip(evidence.part, evidence.raw))": {
            "2021.disputes.lawsuits_direct.total": "0",
            "2021.disputes.lawsuits_after_review.total": "19",
        },
        "evidence.file.tolist()": ["pingtan/zone-2024.html"] * 2,
        "rates.numerator.tolist()": [7, 7, 30, 21, 22, 71, 33],
        "rates.denominator.tolist()": [23, 21, 69, 75, 81, 218, 148],
        "joined.per_10000.round(2).tolist()": [0.58, 0.52, 1.75, 1.85, 2.02, 5.45, 3.85],
        "coverage.query('agency_id == @ZONE and year > 2010').status.unique().tolist()": ["complete"],
    },
    "03-what-reports-get-wrong.ipynb": {
        "contradictions.query(\"agency_name == '平潭综合实验区经济发展局'\")[['left', 'right']].values.tolist()": [
            [0, 3]
        ],
        "[finding.agency_name, int(finding.year), finding.left, finding.right]": ["平潭综合实验区公安局", 2021, 1, 2],
        "page.locate(finding.locator)": "1",
        "sums.query(\"source == 'pingtan/zone-2020.html'\").rule.unique().tolist()": ["results_sum"],
    },
    "04-your-own-crawl.ipynb": {
        "len(problems)": 0,
        "[built.rows['reports'], built.rows['failures'], built.rows['agencies']]": [5, 0, 1],
        "found.status.tolist()": ["missing", "blocked", *["complete"] * 5],
        "wide.requests_received.tolist()": [70, 74, 81, 218, 154],
        "wide.lawsuits.tolist()": [12, 1, 7, 19, 9],
    },
    "05-region.ipynb": {
        "said.sum(axis=1)[[2009, 2018, 2019]].tolist()": [7, 11, 17],
        "said[said.index >= 2019].sum().tolist()": [72, 43, 0],
        "grid.loc['350128-综合实验区交通与建设局'].tolist()": [1, 2, 5, 11, 14, 58, 21],
        "int((received.value == 0).sum())": 49,
        "[len(axes.patches), len(axes.lines)]": [42, 1],
        "whole.loc['requests_received'].tolist()": [23, 21, 70, 74, 81, 218, 154],
        "parts.loc['granted'].tolist()": [7, 7, 30, 21, 21, 70, 29],
        "(parts - whole)[2021].loc[lambda each: each != 0].to_dict()": {"requests_concluded": 1, "other_handling": 1},
        "again[again.value_x == again.value_y].value_x.tolist()": [10, 10],
        "copies[copies.bodies > 1].bodies.tolist()": [2, 3, 6],
    },
}


def executed(path: Path, values: dict[str, Any]) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
    """Run a notebook from the top of the repository; give it with its outputs, and the values of expressions."""
    notebook = nbformat.read(path, as_version=4)
    pairs = ", ".join(f"{expression!r}: {expression}" for expression in values)
    notebook.cells.append(nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({{{pairs}}}))"))
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(ROOT)}}
    )
    client.execute()
    found = notebook.cells.pop()
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook, json.loads(found.outputs[0].text)


def outputs(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Give the cell, the kind and the text of every output; a picture's text is its name."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            kinds = {output.output_type: output.text} if output.output_type == "stream" else output.get("data", {})
            for kind, text in sorted(kinds.items()):
                yield cell.id, output.get("name", kind), kind if kind.startswith("image/") else text


def test_every_notebook_has_hand_checked_values() -> None:
    assert [path.name for path in NOTEBOOKS] == sorted(VALUES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in NEEDED:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed; it comes with gongkai[notebooks]")
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))

    # A cell that raises ends this with the cell's traceback.
    notebook, values = executed(path, VALUES[path.name])

    assert values == VALUES[path.name]
    shown = list(outputs(notebook))
    assert not [text for _, kind, text in shown if kind == "stderr"]
    assert not [text for _, _, text in shown if "Glyph" in text]
    assert shown == list(outputs(nbformat.read(path, as_version=4))), (
        "the outputs changed: run python tests/test_notebooks.py"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_notebook_knows_no_machine(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)  # its base64 text may hold any short path by chance
    text = nbformat.writes(notebook)
    for place in (str(ROOT), sys.prefix, "site-packages", "ipykernel_"):
        assert place not in text
    assert not re.findall(r"(?:/(?:home|root|tmp|usr|Users|work)/|\b[A-Z]:\\\\)\S*", text)
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert not [cell.id for cell in notebook.cells if cell.metadata]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


if __name__ == "__main__":
    for each in NOTEBOOKS:
        nbformat.write(executed(each, {})[0], each)
