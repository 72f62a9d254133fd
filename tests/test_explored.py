"""What exploring has found, and what is mended."""

import pytest

from explore import PAGED, Trial, told, tried
from generators.reports import ReportPlan

MENDED = {
    "a blank that fills up the header of requests is no slot that a merged cell covered": Trial(
        ReportPlan(
            1087072612,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"thousands separated", "disputes in rows", "numbers in prose", "merged cells repeated"}),
        ),
        "text saved cells",
        "columns of other things",
    ),
    "a word of a header that comes again in lines is no row in which nothing is printed": Trial(
        ReportPlan(
            2348790056,
            "2019",
            "balanced",
            frozenset(
                {"tables split with header", "merged cells repeated", "marks changed", "line breaks inside labels"}
            ),
        ),
        "text lines",
        "rows with other words",
    ),
    "below a header of which only the first slot of a tall word is left no grid of lines is seen": Trial(
        ReportPlan(1796194948, "2019", "balanced", frozenset({"columns of its own", "merged cells repeated"})),
        "text saved cells",
        "columns of other things",
    ),
    "the last word of a header above lines that number the columns is no label, though blank cells were lost": Trial(
        ReportPlan(
            1403555876,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"empty cells lost", "columns counted", "thousands separated"}),
        ),
        "text lines",
    ),
    "reviews and lawsuits in rows have a blank before a column of the agency's own": Trial(
        ReportPlan(
            3281716884,
            "2021",
            "totals missing",
            frozenset({"tables split", "disputes in rows", "tables run together", "numbers in prose"}),
        ),
        "html spans",
        "columns of other things",
    ),
    "two values of one column end a little apart, and stand beside their header": Trial(
        ReportPlan(
            1991342883,
            "2019",
            "balanced",
            frozenset({"merged cells lost", "marks left out", "blanks around numbers", "units behind labels"}),
        ),
        "pdf unruled to the right",
    ),
    "the row that numbers the columns of reviews and lawsuits has no number for one of the agency's own": Trial(
        ReportPlan(
            4002219645,
            "2019 with requests of 2021",
            "all different",
            frozenset({"columns counted", "tables run together", "blanks around numbers", "data cells spanning"}),
        ),
        "html bare",
        "columns of other things",
    ),
    "the label of a row in which nothing is printed heads the row above it": Trial(
        ReportPlan(
            3748480110,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"blanks around numbers", "units behind labels"}),
        ),
        "text spaced",
        "rows with other words",
    ),
    "a word above the header that stands over no value heads a column of its own": Trial(
        ReportPlan(
            1994404028,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"numbers in prose", "merged cells lost", "negations lost"}),
        ),
        "pdf unruled to the right",
        "columns of other things",
    ),
    "a header of reviews and lawsuits without a word that is understood has nothing below it": Trial(
        ReportPlan(
            2262626985,
            "2019",
            "totals missing",
            frozenset({"blanks inside labels", "labels upright", "rows counted", "merged cells repeated"}),
        ),
        "text spaced narrowly",
    ),
    "the number of a row stands before values that were left as a line, whose label is on other lines": Trial(
        ReportPlan(
            382219489, "2019", "totals missing", frozenset({"merged cells lost", "other tables", "rows counted"})
        ),
        "pdf unruled",
        "headings with subtotals",
    ),
    "the last line of a label stands so near to the label of its group that they are one word": Trial(
        ReportPlan(
            1934359011,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"rows left out", "disputes in rows", "numbers in prose", "units behind labels"}),
        ),
        "pdf unruled with titles",
        "rows with other words",
    ),
    "letters set apart hide the agency's own column in a header that was left as a line": Trial(
        ReportPlan(
            3039010049,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"blanks inside labels", "units behind labels"}),
        ),
        "pdf unruled to the right",
        "columns of other things",
    ),
    "a blank is left out beside a header of reviews and lawsuits that has one column more": Trial(
        ReportPlan(
            225701235,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"negations lost", "data cells spanning", "tables run together", "row spans missing"}),
        ),
        "html word",
        "columns of other things",
    ),
    "a part of a table has a column of last year's beside the form's own": Trial(
        ReportPlan(
            2826287311,
            "2019",
            "balanced",
            frozenset({"columns of its own", "tables split", "tables split with header", "thousands separated"}),
        ),
        "csv",
    ),
    "wide cells move the last blank of reviews and lawsuits out from below the header": Trial(
        ReportPlan(
            1186513596,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"blanks inside labels", "data cells spanning", "line breaks inside labels"}),
        ),
        "html editor",
    ),
    "a mark in brackets lost the closing one": Trial(
        ReportPlan(
            1569636926,
            "2021 with requests of 2019",
            "all different",
            frozenset({"marks changed", "one character lost"}),
        ),
        "html bare",
    ),
    "a blank row stands between a header in every slot and its values": Trial(
        ReportPlan(
            775992374,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"marks changed", "merged cells repeated", "thousands separated"}),
        ),
        "html editor",
    ),
    "the dash of a cell stands under the wider column beside it": Trial(
        ReportPlan(
            570616476, "2021", "totals missing", frozenset({"footer rows", "nothing marked", "blanks inside labels"})
        ),
        "text spaced",
        "columns of other things",
    ),
    "rows of which some begin and others end with a blank cell have lost no borders": Trial(
        ReportPlan(695, "2021", "balanced"), "text pipes"
    ),
    "reviews and lawsuits of which every outcome but three is damaged are lost in silence": Trial(
        ReportPlan(
            840318861,
            "2019",
            "balanced",
            frozenset({"merged cells repeated", "negations lost", "merged cells lost", "disputes in rows"}),
        ),
        "docx",
    ),
    "a header of which some cells do not say over how many rows they stand has a column of the agency's own": Trial(
        ReportPlan(
            762691729,
            "2019 with requests of 2021",
            "all different",
            frozenset({"columns counted", "columns of its own", "row spans missing"}),
        ),
        "html in answer",
    ),
    "the part of a table that goes on in a sheet has nothing in its last column": Trial(
        ReportPlan(3364615188, "2021 with requests of 2019", "totals missing", frozenset({"tables split"})), "xls"
    ),
    "the bracket of a mark was lost, so that the row that tells 2019 from 2021 is not known": Trial(
        ReportPlan(
            670829756,
            "2021 with requests of 2019",
            "all different",
            frozenset({"one character lost", "labels in half width", "thousands separated", "numbers in prose"}),
        ),
        "rtf",
    ),
    "a column of the agency's own in a part of a table that is a column shorter than its header": Trial(
        ReportPlan(
            1540246960,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"tables split", "columns of its own", "tables split with header"}),
        ),
        "ods",
    ),
    "the page puts the header of a column of something else over the total": Trial(
        ReportPlan(
            1819273360,
            "2021",
            "balanced",
            frozenset({"columns left out", "negations lost", "group headers too narrow"}),
        ),
        "html spans",
        "columns of other things",
    ),
    "a line 其中： with the values of the agency's own row stands above a blank row of the form": Trial(
        ReportPlan(
            2364506416,
            "2021",
            "balanced",
            frozenset(
                {"thousands separated", "rows left out", "covered slots left out", "normative documents renamed"}
            ),
        ),
        "text spaced",
        "rows with other words",
    ),
    "words parted by blanks as wide as a gap, of which the last says the same as the label of another row": Trial(
        ReportPlan(
            609080191,
            "2019 with requests of 2021",
            "all different",
            frozenset({"other tables", "blanks inside labels"}),
        ),
        "text spaced",
        "compared with other years",
    ),
    "reviews and lawsuits in rows of which every group has lost a character are lost in silence": Trial(
        ReportPlan(
            2359509259, "2019", "totals missing", frozenset({"footer rows", "negations lost", "disputes in rows"})
        ),
        "text pipes",
    ),
    "lines of labels that are broken, misprinted and parted by page numbers at once": Trial(
        ReportPlan(
            2181157963,
            "2014",
            "balanced",
            frozenset(
                {"one character misprinted", "words for numbers", "blanks inside labels", "line breaks inside labels"}
            ),
        ),
        "text lines",
        "numbers of pages",
    ),
    "words parted by blanks as wide as a gap, where the value is the only one of its block": Trial(
        ReportPlan(
            2764083904,
            "2021",
            "all different",
            frozenset({"rows left out", "words for numbers", "blanks around numbers", "blanks inside labels"}),
        ),
        "text spaced",
    ),
    "a column that the agency put beside the form's has its header above theirs, and the first column is blank": Trial(
        ReportPlan(
            1033894870,
            "2021",
            "balanced",
            frozenset({"line breaks inside headers", "tables split", "merged cells lost", "marks left out"}),
        ),
        "text spaced widely",
        "columns of other things",
    ),
    "the blank total before a column of the agency's own stands right of all words of its header": Trial(
        ReportPlan(
            1615346880, "2019", "totals missing", frozenset({"tables split with header", "tables run together"})
        ),
        "text saved rows",
        "columns of other things",
    ),
    "a word that is no number ends a row, which is no header for that": Trial(
        ReportPlan(
            365052171,
            "2014",
            "totals missing",
            frozenset({"words for numbers", "empty cells lost", "merged cells lost"}),
        ),
        "text spaced",
        "rows with other words",
    ),
    "a note that goes on below says how is counted, and its number ends a line": Trial(
        ReportPlan(1229637940, "2014", "balanced", frozenset({"labels in half width", "blanks inside labels"})),
        "text spaced",
    ),
    "two columns whose numbers stand side by side are one": Trial(
        ReportPlan(4244805135, "2021", "balanced", frozenset({"negations lost", "blanks around numbers"})),
        "pdf unruled to the right",
        "columns of other things",
    ),
    "the columns are counted below a header, so that the word for the unit stands over a label": Trial(
        ReportPlan(
            757182356, "2014", "balanced", frozenset({"merged cells repeated", "columns counted", "columns of its own"})
        ),
        "pdf unruled to the right",
    ),
    "the clause over a table is printed again over each of its columns": Trial(
        ReportPlan(4114083012, "2019", "totals missing", frozenset({"footer rows", "merged cells repeated"})),
        "pdf unruled at the top",
        "headings with subtotals",
    ),
    "letters that are set apart part the header of a page without rules": Trial(
        ReportPlan(
            665679711, "2021 with requests of 2019", "all different", frozenset({"footer rows", "blanks inside labels"})
        ),
        "pdf unruled",
        "rows with other words",
    ),
    "a stroke between letters that are set apart is a part of the header": Trial(
        ReportPlan(
            949784397,
            "2019",
            "totals missing",
            frozenset({"one character misprinted", "labels upright", "blanks inside labels"}),
        ),
        "pdf unruled to the right",
    ),
    "the label of a group stands beside values whose own label has a line of its own": Trial(
        ReportPlan(2030268568, "2021", "totals missing", frozenset({"labels in half width", "blanks inside labels"})),
        "pdf unruled with titles",
    ),
    "a header that is broken over two lines heads a column without values": Trial(
        ReportPlan(1792069683, "2019", "balanced", frozenset({"rows of its own"})),
        "text spaced widely",
        "columns of other things",
    ),
    "the one word above a header stands over the only values": Trial(
        ReportPlan(
            2272052054,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"disputes in rows", "merged cells lost", "one character lost", "tables split with header"}),
        ),
        "text spaced narrowly",
        "columns of other things",
    ),
    "marks without a stop before labels that are broken over lines": Trial(
        ReportPlan(
            1693552424, "2021", "totals missing", frozenset({"numbers in prose", "marks changed", "footer rows"})
        ),
        "text spaced",
        "compared with other years",
    ),
    "titles over a table that has left out its last columns": Trial(
        ReportPlan(
            1226887234, "2019", "balanced", frozenset({"tables run together", "rows of its own", "columns left out"})
        ),
        "pdf unruled to the right",
        "compared with other years",
    ),
    "the number of a row stands before values whose label is on other lines": Trial(
        ReportPlan(1897861183, "2019", "balanced", frozenset({"numbers in prose", "rows counted"})),
        "pdf unruled to the right",
    ),
    "another table stands close below one with wider labels": Trial(
        ReportPlan(393969777, "2021", "balanced", frozenset({"tables split with header", "other tables"})),
        "text spaced",
        "columns of other things",
    ),
    "the columns of reviews and lawsuits are numbered in lines": Trial(
        ReportPlan(
            3760837148, "2021", "all different", frozenset({"columns counted", "nothing marked", "words for numbers"})
        ),
        "text spaced widely",
        "columns of other things",
    ),
    "the columns of reviews and lawsuits are numbered in cells": Trial(
        ReportPlan(
            1132047088,
            "2019",
            "totals missing",
            frozenset({"footer rows", "other tables", "columns counted", "words for numbers"}),
        ),
        "text saved cells",
        "headings with subtotals",
    ),
    "the second line of the agency's own header says the word of the form's": Trial(
        ReportPlan(612805221, "2014", "all different", frozenset({"disputes in rows", "columns of its own"})),
        "text spaced narrowly",
        "headings with subtotals",
    ),
    "what merged cells repeat left of a header takes the place of its first word": Trial(
        ReportPlan(
            1253218076,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"units inside cells", "merged cells repeated", "columns left out", "words for numbers"}),
        ),
        "pdf unruled to the right",
    ),
    "the indented last line of a label has the values, and another row none": Trial(
        ReportPlan(
            4063362519,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"one character misprinted", "notes inside cells", "blanks inside labels"}),
        ),
        "pdf unruled to the right",
    ),
    "a word ends a row of lines that has a column of the agency's own before its values": Trial(
        ReportPlan(2106548009, "2019", "totals missing", frozenset({"merged cells repeated", "words for numbers"})),
        "text lines",
        "columns of other things",
    ),
    "a blank is dropped at the end of a row filled up with pipes, which has a column of the agency's own": Trial(
        ReportPlan(
            3593182617, "2019", "totals missing", frozenset({"tables split with header", "labels in half width"})
        ),
        "text saved rows",
        "columns of other things",
    ),
    "a word that lies above the heading of the labels, where shorter rows moved it, heads a column": Trial(
        ReportPlan(
            1137717334,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"merged cells repeated", "empty cells lost"}),
        ),
        "text pipes",
        "columns of other things",
    ),
    "a column is not left out whose word is that of a row, nor where rows on lines show no blanks": Trial(
        ReportPlan(
            635134569, "2021", "totals missing", frozenset({"one character misprinted", "tables split with header"})
        ),
        "text spaced",
        "headings with subtotals",
    ),
    "blanks behind the last word in the header of another table are no row of the form": Trial(
        ReportPlan(
            1219927031,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"rows left out", "units behind labels", "tables run together", "disputes in rows"}),
        ),
        "text tabs",
        "numbers of pages",
    ),
    "rows on lines show no blank cells, and one that is longer than the form shows a column of the agency's own": Trial(
        ReportPlan(
            1940901073,
            "2021",
            "balanced",
            frozenset({"merged cells repeated", "thousands separated", "tables run together", "numbers in prose"}),
        ),
        "pdf unruled to the right",
        "columns of other things",
    ),
    "a label of a group drawn over the rest of another label takes its values, which is not blank": Trial(
        ReportPlan(
            1200603319,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"empty cells lost", "negations lost", "marks changed"}),
        ),
        "pdf unruled with titles",
        "headings with subtotals",
    ),
    "a line on which two labels are drawn over each other moved, and its values stand in the next columns": Trial(
        ReportPlan(
            1982701996,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"units behind labels"}),
        ),
        "text spaced",
        "headings with subtotals",
    ),
    "few rows of a page without lines are read, and a subtotal is a row that only another form has": Trial(
        ReportPlan(
            2995910282,
            "2021",
            "all different",
            frozenset({"merged cells repeated", "labels in half width", "marks changed"}),
        ),
        "pdf unruled",
        "headings with subtotals",
    ),
    "the same, where a label that only this form has is torn by the line of its values": Trial(
        ReportPlan(
            2771990470,
            "2021",
            "balanced",
            frozenset({"digits in full width", "units inside cells", "merged cells repeated", "marks left out"}),
        ),
        "pdf unruled with titles",
        "headings with subtotals",
    ),
    "a cell above a group is too narrow as well, and a column of the agency's own stands inside the group": Trial(
        ReportPlan(
            4287513413,
            "2019",
            "totals missing",
            frozenset({"group headers too narrow", "footer rows", "marks changed", "columns left out"}),
        ),
        "html word",
        "columns of other things",
    ),
    "a column of the agency's own stands inside the groups of reviews and lawsuits, which are too narrow": Trial(
        ReportPlan(
            3030628207,
            "2021",
            "balanced",
            frozenset(
                {
                    "group headers too narrow",
                    "line breaks inside headers",
                    "blanks inside labels",
                    "tables run together",
                }
            ),
        ),
        "html in answer",
        "columns of other things",
    ),
    "a column of something else stands beside a header that no one understands": Trial(
        ReportPlan(
            1615036356,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"blanks inside labels", "tables split"}),
        ),
        "text spaced narrowly",
        "columns of other things",
    ),
    "lines between the numbers of pages hold nothing but pipes": Trial(
        ReportPlan(
            3050417506,
            "2021",
            "balanced",
            frozenset({"units inside cells", "changes in words", "words for numbers"}),
        ),
        "text saved cells",
        PAGED,
    ),
    "few rows of a page without lines are read, with subtotals and blanks around numbers": Trial(
        ReportPlan(
            2032584567,
            "2021",
            "all different",
            frozenset({"marks changed", "blanks around numbers", "merged cells repeated"}),
        ),
        "pdf unruled",
        "headings with subtotals",
    ),
    "a word in the place of a number stands in the first column of reviews, and looks like a label": Trial(
        ReportPlan(
            2583061348,
            "2019",
            "totals missing",
            frozenset({"negations lost", "rows of its own", "tables run together", "words for numbers"}),
        ),
        "text spaced",
    ),
    "subtotals stand on lines of their own behind labels without values": Trial(
        ReportPlan(
            812647144,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"labels in half width", "line breaks inside headers", "merged cells repeated"}),
        ),
        "text spaced widely",
        "headings with subtotals",
    ),
    "a row of which only the label is left has no cells in columns that are left out": Trial(
        ReportPlan(
            1797168500,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"columns left out", "empty cells lost", "line breaks inside headers", "marks changed"}),
        ),
        "text lines",
        PAGED,
    ),
    "two equal words in the place of numbers are two cells": Trial(
        ReportPlan(
            4042325521,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"tables split", "tables split with header", "thousands separated", "words for numbers"}),
        ),
        "text bordered pipes",
        PAGED,
    ),
    "a column of something else is named beside a heading alone, above one row with one value": Trial(
        ReportPlan(
            2165374844, "2019 with requests of 2021", "balanced", frozenset({"merged cells lost", "rows left out"})
        ),
        "text spaced",
        "columns of other things",
    ),
    "one row has as many values as the header has words that are understood": Trial(
        ReportPlan(
            2904737620,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"blanks inside labels", "columns counted", "empty cells lost", "tables split with header"}),
        ),
        "text tabs",
    ),
    "a column of something else is named in the line of a heading": Trial(
        ReportPlan(2919613795, "2019 with requests of 2021", "balanced", frozenset({"merged cells repeated"})),
        "pdf unruled at the top",
        "columns of other things",
    ),
    "a mark lost its bracket, and two labels would be one": Trial(
        ReportPlan(
            1863672229,
            "2019",
            "balanced",
            frozenset({"labels in half width", "one character lost", "one character misprinted"}),
        ),
        "pdf unruled",
    ),
    "其中 alone is a row of the agency's own, and a label without values stands below": Trial(
        ReportPlan(
            1024108339, "2019", "balanced", frozenset({"rows left out", "rows of its own", "units inside cells"})
        ),
        "pdf unruled to the right",
        "rows with other words",
    ),
    "a table that compares years stands right above another one, without lines": Trial(
        ReportPlan(2012994296, "2014", "balanced", frozenset()),
        "text spaced",
        "compared with other years",
    ),
    "values stand beside the label of a group that is printed again": Trial(
        ReportPlan(
            3723183840,
            "2019",
            "balanced",
            frozenset({"blanks inside labels", "labels in half width", "tables split", "units behind labels"}),
        ),
        "pdf unruled",
        "rows with other words",
    ),
    "two words without a digit in the place of numbers are alike": Trial(
        ReportPlan(
            2771210796,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"covered slots left out", "disputes in rows", "merged cells lost", "words for numbers"}),
        ),
        "text bordered pipes",
        PAGED,
    ),
    "a label is drawn over the first value of its row, and cannot be told where it is": Trial(
        ReportPlan(
            979907384,
            "2019",
            "totals missing",
            frozenset({"changes in words", "digits in full width", "numbers in prose", "one character misprinted"}),
        ),
        "pdf unruled with titles",
        "rows with other words",
    ),
    "a row without a number stands in a table whose merged cells were written into every slot": Trial(
        ReportPlan(
            506731053,
            "2019 with requests of 2021",
            "totals missing",
            frozenset({"blanks around numbers", "merged cells repeated", "words for numbers"}),
        ),
        "xlsx",
    ),
    "columns stand below the heading of the labels, and so may have moved past one of the agency's own": Trial(
        ReportPlan(
            599694365,
            "2019",
            "all different",
            frozenset({"group headers too wide", "labels upright", "notes inside cells", "row spans missing"}),
        ),
        "html spans",
        "columns of other things",
    ),
    "a line above the rows names a column of something else between others": Trial(
        ReportPlan(
            1724308148,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"blanks inside labels", "merged cells repeated", "rows left out", "thousands separated"}),
        ),
        "pdf unruled at the top",
        "columns of other things",
    ),
    "a word for something else stands a line above the header, whose own words are torn": Trial(
        ReportPlan(
            3630295110,
            "2019 with requests of 2021",
            "balanced",
            frozenset({"blanks inside labels", "marks left out", "merged cells repeated", "units inside cells"}),
        ),
        "text spaced narrowly",
        "columns of other things",
    ),
    "lines of subtotals stand below labels, of which others have one value beside them": Trial(
        ReportPlan(
            3243554475,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"marks changed", "merged cells repeated"}),
        ),
        "pdf unruled",
        "headings with subtotals",
    ),
    "a cell of a header holds a word for something else and the upper half of a column's label": Trial(
        ReportPlan(
            3684088639,
            "2019",
            "totals missing",
            frozenset({"blanks inside labels", "marks left out", "one character lost"}),
        ),
        "text spaced narrowly",
        "columns of other things",
    ),
    "其中 heads a column of something else, a line above a header of as many lines as one may have": Trial(
        ReportPlan(
            4152174466,
            "2021",
            "totals missing",
            frozenset({"empty cells lost", "line breaks inside headers", "numbers in prose"}),
        ),
        "text lines",
        "columns of other things",
    ),
    "其中 heads a column of something else in the line of a heading": Trial(
        ReportPlan(
            2438059638,
            "2021 with requests of 2019",
            "totals missing",
            frozenset({"covered slots left out", "labels upright", "merged cells lost", "thousands separated"}),
        ),
        "pdf unruled at the top",
        "columns of other things",
    ),
    "a column of something else is named in one line of a header, whose other lines are the form's": Trial(
        ReportPlan(2525592625, "2021", "totals missing", frozenset({"merged cells repeated"})),
        "pdf unruled to the right",
        "columns of other things",
    ),
    "其中 leads to the row below it, and has a value of its own": Trial(
        ReportPlan(1471989335, "2021 with requests of 2019", "totals missing", frozenset({"columns counted"})),
        "text spaced",
        "rows with other words",
    ),
}


@pytest.mark.parametrize("trial", MENDED.values(), ids=MENDED)
def test_what_was_mended(trial):
    read = tried(trial)
    assert read.defects == ()
    assert read.lost == 0 or not trial.leaves_one_reading


def test_what_was_found_is_told_by_kind():
    whole = Trial(ReportPlan(1, variations=frozenset({"marks changed"})), "text tabs", printed=4, right=4)
    losing = Trial(
        ReportPlan(2, variations=frozenset({"marks changed"})), "html bare", printed=4, right=3, lost=1, silent=2
    )
    lines = [line.strip() for line in told([whole, losing])]
    assert "0 reports with defects" in lines
    assert "one reading: 87.50% of the cells of 2 reports" in lines
    assert "87.50% of the cells of   2 reports: marks changed" in lines
    assert "75.00% of the cells of   1 reports: html bare x marks changed" in lines
    assert "2 numbers of official tables neither observed nor unmatched" in lines


def test_what_is_wrong_is_told_with_the_plan_that_prints_it_again():
    trial = Trial(ReportPlan(7), "text tabs", defects=("wrong: x is 1, printed 2",))
    assert next(told([trial])).startswith("text tabs, nothing else: ReportPlan(seed=7")
