-- From the tables of a package to `panel`: one row a concept, report and source, of one slice of the reports that were
-- asked for. `everyone` has all of these with their slices, the macro is_asked_concepts what was asked for, and
-- `wordings` what the text must say of a figure.

CREATE OR REPLACE TEMP TABLE chosen AS
SELECT report_id, agency_id, year, scope, forms FROM everyone WHERE slice = getvariable('slice');

CREATE OR REPLACE TEMP TABLE asked AS
SELECT concept, form, rule, comparability, reason,
    CASE WHEN rule = 'none' THEN 0 ELSE len(string_split(indicators, ' ')) END AS needed, indicators
FROM crosswalk WHERE is_asked_concepts(concept);

CREATE OR REPLACE TEMP TABLE counted AS
SELECT report_id, concept, form,
    count(*) AS found,
    sum(value) AS value,
    count(DISTINCT cell.unit) AS units,
    any_value(cell.unit) AS unit,
    bool_or(status = 'unreadable') AS unreadable,
    bool_or(status = 'blank') AS blank,
    bool_or(status = 'not_applicable') AS not_applicable,
    string_agg(indicator_id, ' ' ORDER BY place) AS parts,
    string_agg(locator, ' ' ORDER BY place) AS locators
FROM (
    SELECT concept, form, unnest(string_split(indicators, ' ')) AS indicator_id, generate_subscripts(string_split(indicators, ' '), 1) AS place
    FROM asked WHERE rule <> 'none'
) AS part
JOIN observations AS cell USING (indicator_id)
SEMI JOIN chosen USING (report_id)
GROUP BY report_id, concept, form;

-- Reports mix the forms: of those that a report uses, the one counts whose cells were found, or else the newest that asks.
CREATE OR REPLACE TEMP TABLE of_forms AS
SELECT report_id, concept, form, rule, comparability, reason, needed, counted.* EXCLUDE (report_id, concept, form)
FROM (
    SELECT DISTINCT report_id, split_part(unnest(string_split(forms, ' ')), '.', 1) AS form FROM chosen WHERE forms <> ''
) AS used
JOIN asked USING (form)
LEFT JOIN counted USING (report_id, concept, form)
QUALIFY found IS NOT NULL OR (
    count(found) OVER (PARTITION BY report_id, concept) = 0
    AND row_number() OVER (PARTITION BY report_id, concept ORDER BY rule = 'none', form DESC) = 1
);

-- A figure counts only where nothing else can be meant: no part of a whole, no change, no 约 or 余.
CREATE OR REPLACE TEMP TABLE stated AS
SELECT report_id, wording.concept,
    count(DISTINCT coalesce(normal_value, value)) AS numbers,
    any_value(coalesce(normal_value, value)) AS value,
    any_value(coalesce(normal_unit, figure.unit)) AS unit,
    string_agg('figure ' || figure, ', ' ORDER BY figure) AS parts,
    string_agg(locator, ' ' ORDER BY figure) AS locators
FROM figures AS figure JOIN wordings AS wording USING (topic, subject)
SEMI JOIN chosen USING (report_id)
WHERE is_asked_concepts(wording.concept)
    AND kind IN ('count', 'money') AND hedge IS NULL AND from_value IS NULL AND whole IS NULL
    AND (list_contains(units, coalesce(normal_unit, figure.unit)) OR stated = 'words')
GROUP BY report_id, wording.concept;

CREATE OR REPLACE TEMP VIEW panel AS
WITH rows_of_forms AS (
    SELECT *,
        CASE
            WHEN rule = 'none' THEN 'not_in_form'
            WHEN coalesce(found, 0) < needed THEN 'missing'
            WHEN unreadable THEN 'unreadable'
            WHEN blank THEN 'blank'
            WHEN not_applicable THEN 'not_applicable'
            WHEN units > 1 THEN 'units_differ'
            ELSE 'reported'
        END AS status
    FROM of_forms
), rows_of_text AS (
    SELECT *, CASE WHEN numbers = 1 THEN 'reported' ELSE 'contradicted' END AS status FROM stated
)
SELECT agency_id, year, concept,
    CASE WHEN status = 'reported' THEN value END AS value,
    CASE WHEN status = 'reported' THEN unit END AS unit,
    status, 'form' AS source, nullif(rule, 'none') AS derived, form, comparability, reason, scope, report_id, parts, locators
FROM rows_of_forms JOIN chosen USING (report_id)
UNION ALL
SELECT agency_id, year, concept,
    CASE WHEN status = 'reported' THEN value END,
    CASE WHEN status = 'reported' THEN coalesce(rows_of_text.unit, concepts.unit) END,
    status, 'prose', 'one', NULL, 'break',
    'stated in the text, where no form says what it holds: no series with a count of a form',
    scope, report_id, parts, locators
FROM rows_of_text JOIN chosen USING (report_id) JOIN concepts USING (concept);
