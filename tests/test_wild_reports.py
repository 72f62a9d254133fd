"""Reports of another hand, of every kind: no number is ever wrong, and a floor of the cells comes back."""

from pathlib import Path
from random import Random

import pytest
import yaml

from generators.wild import KINDS, Score, Wild, score

FLOORS = yaml.safe_load((Path(__file__).parent / "accuracy_floors.yaml").read_text(encoding="utf-8"))["wild"]
REPORTS_OF_A_KIND = 3


def test_the_score_counts_what_it_says():
    page = (
        "<h1>云溪县2017年政府信息公开工作年度报告</h1><table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
        "<tr><td>1.当面申请数</td><td>件</td><td>4</td></tr><tr><td>2.传真申请数</td><td>件</td><td>5</td></tr>"
        "<tr><td>3.网络申请数</td><td>件</td><td>6</td></tr></table>"
    ).encode()
    truth = {f"statistics.requests_{code}.count": number for code, number in [("in_person", 4.0), ("by_fax", 7.0)]}
    assert score(Wild(page, truth)) == Score(
        printed=2,
        right=1,
        wrong=(
            "2014.statistics.requests_by_fax.count is 5.0 at b2.r3.c3, printed 7.0",
            "2014.statistics.requests_online.count is 6.0 at b2.r4.c3, printed nothing",
        ),
    )


def test_every_floor_is_of_a_kind():
    assert set(FLOORS) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_wrong_and_the_floor_is_kept(kind):
    scores = [score(KINDS[kind](Random(f"{kind} {number}"))) for number in range(REPORTS_OF_A_KIND)]
    assert [wrong for each in scores for wrong in each.wrong] == []
    right, printed = sum(each.right for each in scores), sum(each.printed for each in scores)
    assert right >= FLOORS.get(kind, 1.0) * printed
