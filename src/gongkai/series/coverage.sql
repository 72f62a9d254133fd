-- The rows of `coverage`: each agency in each year from the first of the package to its last.

CREATE OR REPLACE TEMP VIEW coverage_rows AS
WITH counted AS (
    FROM reports WHERE agency_id IS NOT NULL AND year IS NOT NULL AND NOT mirror AND duplicate_of IS NULL
), used AS (
    SELECT report_id, string_agg(DISTINCT form, ' ' ORDER BY form) AS forms
    FROM (
        SELECT report_id, split_part(unnest(string_split(forms, ' ')), '.', 1) AS form FROM counted WHERE forms <> ''
    )
    GROUP BY report_id
), best AS (
    SELECT agency_id, year, count(*) AS reports,
        arg_min(struct_pack(report_id := report_id, status := status, forms := coalesce(used.forms, '')),
            struct_pack(rank := list_position(['complete', 'partial', 'no_form'], status), report_id := report_id)
        ) AS of_best
    FROM counted LEFT JOIN used USING (report_id) GROUP BY agency_id, year
), every_year AS (
    SELECT unnest(generate_series(min(year), max(year))) AS year FROM counted
)
SELECT agency_id, year, coalesce(of_best.status, 'missing') AS status, coalesce(of_best.forms, '') AS forms,
    coalesce(reports, 0) AS reports, of_best.report_id AS report_id
FROM agencies CROSS JOIN every_year LEFT JOIN best USING (agency_id, year)
ORDER BY agency_id, year;
