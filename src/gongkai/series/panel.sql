-- The rows of `panel` that the reports with names from the variable `first` to `last` have. `wordings` has what the text
-- must say of a figure.

CREATE OR REPLACE TEMP TABLE counted_report AS
SELECT report_id, agency_id, year, scope, forms
FROM reports
WHERE report_id BETWEEN getvariable('first') AND getvariable('last')
    AND agency_id IS NOT NULL AND year IS NOT NULL AND NOT mirror AND duplicate_of IS NULL;

-- The cells that count for a concept. Nothing is added up where one cell is the count.
CREATE OR REPLACE TEMP TABLE cell AS
SELECT report_id, concept, form, rule, place, indicator_id, value, status, unit, locator
FROM (
    SELECT report_id, indicator_id, value, status, unit, locator FROM observations
    WHERE report_id BETWEEN getvariable('first') AND getvariable('last')
)
SEMI JOIN counted_report USING (report_id)
JOIN part USING (indicator_id);

CREATE OR REPLACE TEMP TABLE count_of_form AS
SELECT report_id, concept, form, 1 AS found, value, status, unit, indicator_id AS parts, locator AS locators
FROM cell WHERE rule = 'one'
UNION ALL
SELECT report_id, concept, form,
    count(*) AS found,
    sum(value) AS value,
    CASE
        WHEN bool_or(status = 'unreadable') THEN 'unreadable'
        WHEN bool_or(status = 'blank') THEN 'blank'
        WHEN bool_or(status = 'not_applicable') THEN 'not_applicable'
        WHEN count(DISTINCT unit) > 1 THEN 'units_differ'
        ELSE 'reported'
    END AS status,
    any_value(unit) AS unit,
    string_agg(indicator_id, ' ' ORDER BY place) AS parts,
    string_agg(locator, ' ' ORDER BY place) AS locators
FROM cell WHERE rule = 'sum'
GROUP BY report_id, concept, form;

-- Reports mix the forms: of those that a report uses, the one counts whose cells were found, or else the newest that asks.
CREATE OR REPLACE TEMP TABLE of_form AS
WITH used AS (
    SELECT *, count(*) OVER (PARTITION BY report_id) AS forms_used
    FROM (
        SELECT DISTINCT report_id, agency_id, year, scope, split_part(unnest(string_split(forms, ' ')), '.', 1) AS form
        FROM counted_report WHERE forms <> ''
    )
), count_or_none AS (
    SELECT used.*, concept, rule, needed, comparability, reason, found, value, status, unit, parts, locators
    FROM used JOIN counting USING (form) LEFT JOIN count_of_form USING (report_id, concept, form)
)
FROM count_or_none WHERE forms_used = 1
UNION ALL
FROM count_or_none WHERE forms_used > 1
QUALIFY found IS NOT NULL OR (
    count(found) OVER (PARTITION BY report_id, concept) = 0
    AND row_number() OVER (PARTITION BY report_id, concept ORDER BY rule = 'none', form DESC) = 1
);

-- A figure counts only where nothing else can be meant: no part of a whole, no change, no 约 or 余.
CREATE OR REPLACE TEMP TABLE of_text AS
SELECT report_id, wording.concept,
    count(DISTINCT coalesce(normal_value, value)) AS numbers,
    any_value(coalesce(normal_value, value)) AS value,
    any_value(coalesce(normal_unit, figure.unit)) AS unit,
    string_agg('figure ' || figure, ', ' ORDER BY figure) AS parts,
    string_agg(locator, ' ' ORDER BY figure) AS locators
FROM (FROM figures WHERE report_id BETWEEN getvariable('first') AND getvariable('last')) AS figure
SEMI JOIN counted_report USING (report_id)
JOIN wordings AS wording USING (topic, subject)
WHERE kind IN ('count', 'money') AND hedge IS NULL AND from_value IS NULL AND whole IS NULL
    AND (list_contains(units, coalesce(normal_unit, figure.unit)) OR stated = 'words')
GROUP BY report_id, wording.concept;

CREATE OR REPLACE TEMP VIEW panel_rows AS
SELECT report_id, concept, 'form' AS source, form, agency_id, year, scope,
    CASE WHEN told = 'reported' THEN value END AS value,
    CASE WHEN told = 'reported' THEN unit END AS unit,
    told AS status, nullif(rule, 'none') AS derived, comparability, reason, parts, locators
FROM (
    SELECT *,
        CASE
            WHEN rule = 'none' THEN 'not_in_form'
            WHEN coalesce(found, 0) < needed THEN 'missing'
            ELSE status
        END AS told
    FROM of_form
)
UNION ALL
SELECT report_id, concept, 'prose', '', agency_id, year, scope,
    CASE WHEN numbers = 1 THEN value END,
    CASE WHEN numbers = 1 THEN coalesce(of_text.unit, concepts.unit) END,
    CASE WHEN numbers = 1 THEN 'reported' ELSE 'contradicted' END,
    'one', 'break', 'stated in the text, where no form says what it holds: no series with a count of a form',
    parts, locators
FROM of_text JOIN counted_report USING (report_id) JOIN concepts USING (concept)
ORDER BY report_id, concept, source, form;
