"""Series of agencies over years: values by hand, and everything that must not become a number."""

import json
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import gongkai
from gongkai import series
from gongkai.analysis.rates import rates
from gongkai.concepts import concepts
from gongkai.publish import publish
from gongkai.tables import BASE_TABLES

ROOT = Path(__file__).parents[1]
PANEL = "data/processed/panel.parquet"
ZONE = "350128-综合实验区管理委员会"
JIAHE = "431024-人民政府"
JIAHE_ID = "a5cf3fb3e0e4755a"
FORM_OF_2014 = "2014.statistics.{}.count"

# What the pages of 平潭综合实验区 print, 2011 to 2025, read by hand row by row; None is where the form has no such row.
SERIES = {
    "requests_received": [0, 0, 0, 1, 0, 0, 0, 0, 23, 21, 70, 74, 81, 218, 154],
    "granted": [0, 0, 0, 1, 0, 0, 0, 0, 7, 7, 30, 21, 22, 71, 33],
    "partly_granted": [0, 0, 0, 0, 0, 0, 0, 0, 1, 6, 5, 9, 20, 29, 38],
    "requests_concluded": [None] * 8 + [23, 21, 69, 75, 81, 218, 148],
    "requests_carried_in": [None] * 8 + [0, 0, 0, 1, 0, 0, 0],
    "requests_carried_out": [None] * 8 + [0, 0, 1, 0, 0, 0, 6],
    "reviews": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 2, 2, 7, 36],
    "reviews_corrected": [None] * 8 + [0, 0, 0, 1, 1, 1, 3],
    "lawsuits": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 1, 7, 19, 9],
    "lawsuits_corrected": [None] * 8 + [0, 0, 0, 0, 0, 2, 3],
    "normative_documents_made": [None] * 8 + [89, 77, 69, 88, 77, 62, 58],
    "normative_documents_stock": [None] * 8 + [89, 166, 665, 698, 470, 440, 546],
    "licences_decisions": [None] * 8 + [181, 278, 2293, 10690, 2629, 4529, 2418],
    "disclosed_items": [425, 739, 72804],
    "disclosed_documents": [None] * 3 + [2543, 2949, 3460, 2122, 2069],
}
YEARS = range(2011, 2026)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Publish the package of the repository with a change of some tables."""

    def publish_with(**changes: Callable[[pd.DataFrame], pd.DataFrame]) -> Path:
        frames = {table: gongkai.load(table, ROOT, dtypes="arrow") for table in BASE_TABLES}
        for table, change in changes.items():
            types = frames[table].dtypes
            frames[table] = change(frames[table].copy()).astype(types).reset_index(drop=True)
        publish(frames, tmp_path / "package")
        return tmp_path / "package"

    return publish_with


def with_cells(**values: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Change a column of some cells of the report of 嘉禾县: `requests_received__unit=...`."""

    def change(cells: pd.DataFrame) -> pd.DataFrame:
        for name, value in values.items():
            row, _, column = name.partition("__")
            of_row = (cells["report_id"] == JIAHE_ID) & (cells["indicator_id"] == FORM_OF_2014.format(row))
            assert of_row.sum() == 1
            cells.loc[of_row, column] = value
        return cells

    return change


def one(found: pd.DataFrame, **chosen: object) -> dict[str, object]:
    for name, value in chosen.items():
        found = found[found[name] == value]
    (row,) = found.to_dict("records")
    return row


class TestSeries:
    @pytest.mark.parametrize("concept", SERIES)
    def test_values_by_hand(self, concept):
        found = gongkai.panel(concept, YEARS, ZONE, ROOT)
        of_form = found[found["source"] == "form"].sort_values("year")
        assert list(of_form["year"]) == list(YEARS)
        values = [None if pd.isna(value) else value for value in of_form["value"]]
        assert values == [value for value, _ in zip_longest(SERIES[concept], YEARS)]

    def test_breaks_are_marked_where_the_form_changes(self):
        found = gongkai.panel("requests_received", YEARS, ZONE, ROOT)
        of_form = found[found["source"] == "form"].sort_values("year")
        assert list(of_form["comparability"]) == ["break"] * 8 + ["same"] * 7
        assert list(of_form["form"]) == ["fujian"] * 8 + ["2019"] * 2 + ["2021"] * 5

    def test_each_number_is_traced_to_its_cells(self):
        row = one(gongkai.panel("lawsuits", 2024, ZONE, ROOT))
        report = gongkai.read_report(ROOT / "data/raw/pingtan/zone-2024.html")
        assert row["report_id"] == report.report_id
        assert [report.locate(place) for place in row["locators"].split()] == ["0", "19"]
        assert row["parts"].split() == [
            "2021.disputes.lawsuits_direct.total",
            "2021.disputes.lawsuits_after_review.total",
        ]
        assert (row["derived"], row["value"]) == ("sum", 19)

    def test_prose_stands_beside_the_form(self):
        found = gongkai.panel("requests_received", 2022, ZONE, ROOT)
        assert one(found, source="form")["value"] == 74
        prose = one(found, source="prose")
        assert (prose["value"], prose["unit"], prose["comparability"]) == (75, "件", "break")
        report = gongkai.read_report(ROOT / "data/raw/pingtan/zone-2022.html")
        assert report.locate(prose["locators"]) == "75件"

    def test_a_number_in_words_has_the_unit_of_its_concept(self):
        row = one(gongkai.panel("processing_fees", 2022, ZONE, ROOT), source="prose")
        assert (row["value"], row["unit"]) == (0, "元")

    def test_what_the_form_does_not_ask_says_why(self):
        row = one(gongkai.panel("requests_carried_in", 2017, JIAHE, ROOT))
        assert (row["status"], row["comparability"], row["reason"]) == (
            "not_in_form",
            "absent",
            "no such cell in the 2014 form",
        )
        assert pd.isna(row["value"]) and pd.isna(row["derived"])

    def test_names_in_two_languages(self):
        english, chinese = (gongkai.panel("granted", 2024, ZONE, ROOT, language=each)["name"] for each in ("en", "zh"))
        assert set(english) == {"Granted"} and set(chinese) == {"予以公开"}

    def test_all_rows_have_a_key_and_a_value_just_where_they_are_reported(self):
        found = gongkai.panel(package=ROOT)
        assert not found.duplicated(["report_id", "concept", "source", "form"]).any()
        assert ((found["status"] == "reported") == found["value"].notna()).all()
        assert set(found["concept"]) == {each.concept for each in concepts()}


class TestNoNumber:
    def test_a_blank_part_makes_no_sum(self):
        row = one(gongkai.panel("granted", 2017, JIAHE, ROOT))
        assert row["status"] == "blank" and pd.isna(row["value"])

    @pytest.mark.parametrize(
        ("changes", "status", "value"),
        [
            ({}, "reported", 3),
            ({"replies_granted__unit": "条"}, "units_differ", None),
            ({"replies_granted__status": "not_applicable", "replies_granted__value": None}, "not_applicable", None),
            ({"replies_granted__status": "unreadable", "replies_granted__value": None}, "unreadable", None),
        ],
    )
    def test_a_sum_stands_only_where_every_part_is_a_number(self, edited, changes, status, value):
        both = {
            f"{row}__{column}": given
            for row, number in (("replies_granted", 1.0), ("replies_already_public", 2.0))
            for column, given in (("status", "reported"), ("value", number), ("unit", "件"))
        }
        package = edited(observations=with_cells(**both | changes))
        row = one(gongkai.panel("granted", 2017, JIAHE, package))
        assert (row["status"], None if pd.isna(row["value"]) else row["value"]) == (status, value)

    def test_a_part_that_was_not_found_makes_no_sum(self, edited):
        def without(cells):
            return cells[~((cells["report_id"] == JIAHE_ID) & (cells["indicator_id"].str.contains("already_public")))]

        row = one(gongkai.panel("granted", 2017, JIAHE, edited(observations=without)))
        assert row["status"] == "missing" and pd.isna(row["value"])

    def test_a_text_that_says_two_numbers_says_none(self, edited):
        def twice(figures):
            stated = figures[figures["raw"] == "75件"]
            return pd.concat([figures, stated.assign(figure=999, value=76.0, normal_value=76.0)])

        row = one(gongkai.panel("requests_received", 2022, ZONE, edited(figures=twice)), source="prose")
        assert row["status"] == "contradicted" and pd.isna(row["value"])
        assert row["parts"].endswith(", figure 999")

    @pytest.mark.parametrize(
        "column", [{"hedge": "余"}, {"whole": 1}, {"from_value": 70.0}, {"unit": "人", "normal_unit": "人"}]
    )
    def test_a_figure_that_may_mean_something_else_is_left_out(self, edited, column):
        def changed(figures):
            of_figure = figures["raw"] == "75件"
            assert of_figure.sum() == 1
            for name, value in column.items():
                figures.loc[of_figure, name] = value
            return figures

        found = gongkai.panel("requests_received", 2022, ZONE, edited(figures=changed))
        assert list(found["source"]) == ["form"]

    @pytest.mark.parametrize("column", [{"mirror": True}, {"duplicate_of": "07473aaf77c98601"}])
    def test_mirrors_and_duplicates_are_left_out(self, edited, column):
        def changed(reports):
            for name, value in column.items():
                reports.loc[reports["report_id"] == JIAHE_ID, name] = value
            return reports

        package = edited(reports=changed)
        assert len(gongkai.panel(package=package, agencies=JIAHE)) == 0
        assert set(gongkai.coverage(package).query("agency_id == @JIAHE")["status"]) == {"missing"}


class TestTwoReports:
    @pytest.fixture
    def package(self, edited):
        """Say that the report of 2023 is of 2022 as well, so that there are two of one agency and year."""

        def moved(reports):
            reports.loc[(reports["agency_id"] == ZONE) & (reports["year"] == 2023), ["year", "scope"]] = [
                2022,
                "region",
            ]
            return reports

        return edited(reports=moved)

    def test_they_stand_apart(self, package):
        found = gongkai.panel("requests_received", 2022, ZONE, package)
        values = found[found["source"] == "form"].set_index("scope")["value"]
        assert values["region"] == 81 and sorted(values) == [74, 81]

    def test_and_have_a_row_each(self, package):
        assert sorted(gongkai.panel("requests_received", 2022, ZONE, package, wide=True)["requests_received"]) == [
            74,
            81,
        ]

    def test_coverage_counts_both(self, package):
        row = one(gongkai.coverage(package), agency_id=ZONE, year=2022)
        assert (row["reports"], row["status"], row["forms"]) == (2, "complete", "2021")


class TestWide:
    @pytest.fixture
    def wide(self):
        return gongkai.panel(["requests_received", "reviews", "dedicated_budget"], package=ROOT, wide=True)

    def test_a_row_is_a_report(self, wide):
        assert not wide["report_id"].duplicated().any()
        row = one(wide, agency_id=ZONE, year=2022)
        assert (row["requests_received"], row["requests_received_prose"], row["reviews"]) == (74, 75, 2)
        assert row["requests_received_comparability"] == "same"
        assert [row[name] for name in ("agency", "province", "prefecture", "county", "kind")] == [
            "平潭综合实验区管理委员会",
            "福建省",
            "福州市",
            "平潭县",
            "zone",
        ]

    def test_numbers_are_what_formulas_want_and_amounts_have_their_unit(self, wide):
        assert {str(wide[name].dtype) for name in ("requests_received", "dedicated_budget")} == {"float64"}
        assert "requests_received_unit" not in wide
        row = one(wide, agency_id=JIAHE)
        assert (row["dedicated_budget"], row["dedicated_budget_unit"]) == (66, "万元")

    def test_it_says_the_same_as_the_long_one(self, wide):
        long = gongkai.panel("reviews", package=ROOT).query("source == 'form' and status == 'reported'")
        assert (
            wide.set_index("report_id")["reviews"].dropna().to_dict() == long.set_index("report_id")["value"].to_dict()
        )

    def test_columns_are_names_that_a_formula_takes(self):
        wide = gongkai.panel(package=ROOT, wide=True)
        assert all(name.isidentifier() and name.isascii() and name.islower() for name in wide)

    def test_what_two_forms_in_one_report_print_is_left_empty(self, edited):
        def also_of_2021(cells):
            of_row = (cells["report_id"] == JIAHE_ID) & (
                cells["indicator_id"] == FORM_OF_2014.format("requests_received")
            )
            both = cells[of_row].assign(indicator_id="2021.requests.received.total", value=8.0)
            return pd.concat([cells, both])

        def with_both_forms(reports):
            reports.loc[reports["report_id"] == JIAHE_ID, "forms"] = "2014.statistics 2021.requests"
            return reports

        package = edited(observations=also_of_2021, reports=with_both_forms)
        long = gongkai.panel("requests_received", 2017, JIAHE, package)
        assert dict(zip(long["form"], long["value"], strict=True)) == {"2014": 7, "2021": 8}
        row = one(gongkai.panel("requests_received", 2017, JIAHE, package, wide=True))
        assert pd.isna(row["requests_received"]) and pd.isna(row["requests_received_comparability"])

    def test_no_report_no_row(self):
        assert gongkai.panel("granted", 2008, package=ROOT, wide=True).shape == (0, 14)

    def test_names_are_kept_beside_it(self):
        wide = gongkai.panel("granted", package=ROOT, wide=True, language="zh")
        assert wide.attrs["names"] == {"granted": "予以公开"}


class TestRefused:
    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"concepts": "grated"}, "no concept 'grated'; the nearest are 'granted', "),
            ({"concepts": ["granted", "revews"]}, "no concept 'revews'; the nearest are 'reviews', "),
            ({"years": 1990}, "no year 1990; the nearest are "),
            ({"years": ["2020"]}, "no year '2020'; the nearest are 2020, "),
            ({"agencies": "431024-人民政付"}, "no agency '431024-人民政付'; the nearest are '431024-人民政府', "),
            ({"agencies": "嘉禾人民政府"}, "no agency '嘉禾人民政府'; the nearest are '嘉禾县人民政府', "),
            ({"language": "fr"}, "no language 'fr'; the nearest are "),
        ],
    )
    def test_what_there_is_not_names_the_nearest(self, asked, message):
        with pytest.raises(gongkai.PackageError, match=message):
            gongkai.panel(package=ROOT, **asked)

    def test_a_year_without_reports_has_no_rows(self):
        assert len(gongkai.panel("granted", 2008, package=ROOT)) == 0

    def test_a_package_without_a_table_says_who_writes_it(self, edited):
        package = edited()
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] != "panel"]
        (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        said = f"the package has no table 'panel', which gongkai {gongkai.__version__} writes"
        with pytest.raises(gongkai.PackageError, match=said):
            gongkai.panel(package=package)

    def test_a_damaged_file(self, edited):
        package = edited()
        (package / "data/processed/panel.parquet").write_bytes(b"PAR1")
        with pytest.raises(gongkai.PackageError, match=r"panel\.parquet: this is no sound Parquet file"):
            gongkai.panel(package=package)

    def test_a_rate(self):
        with pytest.raises(gongkai.PackageError, match="no rate 'granted'; the nearest are "):
            gongkai.rate("granted", package=ROOT)

    def test_an_indicator_of_a_report(self):
        report = gongkai.read_report(ROOT / "data/raw/jiahe-2017.html")
        with pytest.raises(
            KeyError, match=r"no indicator '2014\.statistics\.reviews'; the nearest are '2014\.statistics\.rev"
        ):
            report.value("2014.statistics.reviews")

    def test_a_count_prints_as_a_count(self):
        value = gongkai.read_report(ROOT / "data/raw/jiahe-2017.html").value("2014.statistics.requests_received.count")
        assert repr(value) == "7"


class TestJoined:
    """What a user has of his own, joined by the division and the year."""

    def test_requests_by_the_number_of_people(self):
        people = pd.DataFrame({"division_code": "350128", "year": [2023, 2024], "people": [400_000, 410_000]})
        wide = gongkai.panel("requests_received", [2022, 2023, 2024], ZONE, ROOT, wide=True)
        joined = wide.merge(people, on=["division_code", "year"], how="left", validate="many_to_one")
        each = (joined["requests_received"] / joined["people"] * 10_000).round(3).tolist()
        assert pd.isna(each[0]) and each[1:] == [2.025, 5.317]  # 81 / 40 and 218 / 41

    def test_names_of_places_in_three_ways(self):
        row = one(gongkai.agencies(ROOT), agency_id=ZONE)
        names = [row[f"{level}{way}"] for way in ("", "_pinyin", "_english") for level in ("province", "county")]
        assert names == ["福建省", "平潭县", "Fujian Sheng", "Pingtan Xian", "Fujian Province", "Pingtan County"]


class TestRates:
    def test_by_hand(self):
        row = one(gongkai.rate("granted_of_concluded", 2024, ZONE, ROOT))
        assert (row["numerator"], row["denominator"]) == (71, 218)
        assert row["rate"] == pytest.approx(71 / 218)
        assert row["comparability"] == "same"

    def test_sums_of_concepts(self):
        row = one(gongkai.rate("granted_or_partly_of_concluded", 2025, ZONE, ROOT))
        assert (row["numerator"], row["denominator"]) == (33 + 38, 148)

    def test_few_cases_give_no_rate_but_both_numbers(self):
        found = gongkai.rate("reviews_corrected_of_decided", package=ROOT, agencies=ZONE)
        few, many = one(found, year=2022), one(found, year=2025)
        assert pd.isna(few["rate"]) and (few["numerator"], few["denominator"]) == (1, 2)
        assert (many["numerator"], many["denominator"]) == (3, 36)

    def test_the_least_can_be_chosen_and_nothing_is_divided_by_zero(self):
        found = gongkai.rate("reviews_corrected_of_decided", package=ROOT, agencies=ZONE, smallest_denominator=0)
        assert one(found, year=2022)["rate"] == 0.5
        assert pd.isna(one(found, year=2019)["rate"])

    def test_the_worst_comparability_counts(self):
        row = one(gongkai.rate("not_held_of_concluded", 2017, JIAHE, ROOT))
        assert row["comparability"] == "close"
        assert one(gongkai.rate("not_held_of_concluded", 2015, ZONE, ROOT))["comparability"] == "absent"

    def test_all_are_of_concepts_and_defined(self):
        known = {each.concept for each in concepts()}
        for each in rates():
            assert {*each.numerator, *each.denominator} <= known
            assert each.definition and each.source and each.name and each.smallest_denominator >= 1
        assert len({each.rate for each in rates()}) == len(rates()) == 7


class TestCoverage:
    def test_each_agency_has_every_year(self):
        found = gongkai.coverage(ROOT)
        assert set(found["year"]) >= set(YEARS)
        assert len(found) == len(gongkai.agencies(ROOT)) * found["year"].nunique()
        assert one(found, agency_id="350128-综合实验区地方税务局", year=2013)["status"] == "no_form"
        assert set(found.query("agency_id == @ZONE and year in @YEARS")["status"]) == {"complete"}
        assert one(found, agency_id=JIAHE, year=2018)["status"] == "missing"

    def test_what_was_looked_for_and_did_not_answer_is_blocked(self):
        asked = {
            "agency_id": [JIAHE, JIAHE, JIAHE, JIAHE, "431024-教育局"],
            "year": [2016, 2017, 2018, 2018, 2019],
            "status": ["blocked", "blocked", "unreachable", "not_found", "server_error"],
        }
        found = gongkai.coverage(ROOT, looked_for=pd.DataFrame(asked))
        told = {(row.agency_id, row.year): row.status for row in found.itertuples()}
        assert told[JIAHE, 2016] == "blocked"
        assert told[JIAHE, 2017] == "partial"  # there is a report all the same
        assert told[JIAHE, 2018] == "blocked"  # the report may be where nobody answered
        assert told[JIAHE, 2015] == "missing"
        assert told["431024-教育局", 2019] == "blocked"
        assert len(found) == len(gongkai.coverage(ROOT)) + 1
        assert ((found["reports"] > 0) == found["report_id"].notna()).all()

    def test_the_index_of_a_fetch_says_what_became_of_a_list(self, tmp_path):
        addresses = tmp_path / "addresses.csv"
        addresses.write_text(f"url,agency_id,year\nhttp://a.gov.cn/1,{JIAHE},2016\nhttp://a.gov.cn/2,{JIAHE},2018\n")
        index = "url,status,time\nhttp://a.gov.cn/1,disallowed,2026-01-01\nhttp://a.gov.cn/2,not_found,2026-01-01\n"
        (tmp_path / "fetched.csv").write_text(index)
        found = gongkai.coverage(ROOT, looked_for=addresses, fetched=tmp_path)
        told = {row.year: row.status for row in found.itertuples() if row.agency_id == JIAHE}
        assert (told[2016], told[2018]) == ("blocked", "missing")

    @pytest.mark.parametrize(
        ("columns", "message"),
        [
            ("agency_id,status", "there is no column 'year'; the columns are agency_id, status"),
            ("agency_id,year", "there is no column 'status'"),
            ("agency_id,year,status\nx,2016,blokced", "no status 'blokced'; the nearest are 'blocked', "),
            ("agency_id,year,status\nx,MMXVI,blocked", "a year is no whole number"),
        ],
    )
    def test_a_list_that_does_not_say_it_is_refused(self, tmp_path, columns, message):
        (tmp_path / "list.csv").write_text(columns)
        with pytest.raises(gongkai.PackageError, match=message):
            gongkai.coverage(ROOT, looked_for=tmp_path / "list.csv")

    def test_as_a_picture(self):
        pyplot = pytest.importorskip("matplotlib.pyplot")
        found = gongkai.coverage(ROOT).query("agency_id in [@ZONE, @JIAHE] and year in @YEARS")
        axes = gongkai.draw_coverage(found.assign(agency="agency"))
        assert [label.get_text() for label in axes.get_xticklabels()] == [str(year) for year in YEARS]
        assert len(axes.get_yticklabels()) == 2
        assert [text.get_text() for text in axes.get_legend().texts] == ["complete", "partial", "no_form", "missing"]
        pyplot.close(axes.figure)


class TestFind:
    @pytest.mark.parametrize(
        ("text", "concept", "indicator"),
        [
            ("予以公开", "granted", "2021.requests.granted.total"),
            ("Granted", "granted", "2021.requests.granted.total"),
            ("requests_received", "requests_received", "2014.statistics.requests_received.count"),
            ("行政复议", "reviews", "fujian.statistics.reviews.year"),
        ],
    )
    def test_in_both_languages(self, text, concept, indicator):
        found = gongkai.find(text)
        assert concept in set(found.loc[found["kind"] == "concept", "id"])
        assert indicator in set(found.loc[found["kind"] == "indicator", "id"])

    def test_an_indicator_names_its_concepts(self):
        row = one(gongkai.find("同意公开答复数"), id="2014.statistics.replies_granted.count")
        assert row["concepts"].split() == ["granted", "granted_strict"]

    def test_nothing(self):
        assert len(gongkai.find("没有这样的词")) == 0


def test_agencies_have_names_of_places():
    found = gongkai.agencies(ROOT).set_index("agency_id")
    assert found.loc["320800-人民政府", ["province", "prefecture"]].to_list() == ["江苏省", "淮安市"]
    assert pd.isna(found.loc["320800-人民政府", "county"])


class TestPublished:
    """The table `panel`, which is made of the others when these are published."""

    def test_however_many_reports_are_computed_at_once_it_is_the_same(self, edited, monkeypatch):
        monkeypatch.setattr(series, "REPORTS_TOGETHER", 3)
        assert (edited() / PANEL).read_bytes() == (ROOT / PANEL).read_bytes()

    def test_nobody_gives_what_follows_from_the_rest(self, tmp_path):
        frames = {table: gongkai.load(table, ROOT, dtypes="arrow") for table in (*BASE_TABLES, "panel")}
        with pytest.raises(gongkai.PackageError, match="leave out panel: made of the other tables"):
            publish(frames, tmp_path / "package")

    def test_rows_stand_in_the_order_of_agencies_and_years(self):
        found = gongkai.panel(["granted", "reviews"], package=ROOT)
        keys = list(zip(found["agency_id"], found["year"], found["report_id"], found["concept"], strict=True))
        assert keys == sorted(keys)
        wide = gongkai.panel("granted", package=ROOT, wide=True)
        of_reports = list(zip(wide["agency_id"], wide["year"], wide["report_id"], strict=True))
        assert of_reports == sorted(of_reports)
        assert set(of_reports) >= {key[:3] for key in keys}

    def test_bodies_may_be_named(self):
        named = gongkai.panel("granted", 2024, "平潭综合实验区管理委员会", ROOT)
        assert_frame_equal(named, gongkai.panel("granted", 2024, ZONE, ROOT))

    def test_a_name_that_several_bodies_have_is_refused(self, edited):
        def called_alike(agencies):
            return agencies.assign(name="审计局")

        with pytest.raises(gongkai.PackageError, match="several agencies are called 审计局: name one by its id, "):
            gongkai.panel("granted", agencies="审计局", package=edited(agencies=called_alike))


class TestTrace:
    def test_a_sum_leads_to_its_cells(self):
        found = gongkai.trace("lawsuits", 2024, ZONE, ROOT)
        assert found[["label", "raw", "locator"]].values.tolist() == [
            ["行政诉讼 / 未经复议直接起诉 / 总计", "0", "b24.r4.c10"],
            ["行政诉讼 / 复议后起诉 / 总计", "19", "b24.r4.c15"],
        ]
        assert set(found["file"]) == {"pingtan/zone-2024.html"}
        assert found["url"].str.startswith("https://www.pingtan.gov.cn/").all()

    def test_a_figure_of_the_text_leads_to_its_words(self):
        row = one(gongkai.trace("requests_received", 2022, ZONE, ROOT), source="prose")
        assert (row["raw"], row["locator"], row["value"]) == ("75件", "b17:27-30", 75)

    @pytest.mark.parametrize("concept", ["requests_received", "granted", "lawsuits", "normative_documents_stock"])
    def test_every_number_is_the_sum_of_its_parts_and_stands_in_the_source(self, concept):
        found = gongkai.panel(concept, agencies=[ZONE, JIAHE], package=ROOT).query("status == 'reported'")
        parts = gongkai.trace(concept, agencies=[ZONE, JIAHE], package=ROOT)
        for row in found.itertuples():
            of_row = parts[(parts["report_id"] == row.report_id) & (parts["source"] == row.source)]
            assert of_row["value"].sum() == row.value
            report = gongkai.read_report(ROOT / "data/raw" / of_row["file"].iloc[0])
            assert [report.locate(place) for place in of_row["locator"]] == of_row["raw"].tolist()

    def test_what_is_not_printed_has_no_cell(self):
        assert len(gongkai.trace("requests_carried_in", 2017, JIAHE, ROOT)) == 0
