-- From `crosswalk` to `counting`, a row a concept and form, and `part`, a row for each cell that counts for one.

CREATE TEMP TABLE counting AS
SELECT concept, form, rule, comparability, reason,
    CASE WHEN rule = 'none' THEN 0 ELSE len(string_split(indicators, ' ')) END AS needed
FROM crosswalk;

CREATE TEMP TABLE part AS
SELECT concept, form, rule, unnest(string_split(indicators, ' ')) AS indicator_id,
    generate_subscripts(string_split(indicators, ' '), 1) AS place
FROM crosswalk WHERE rule <> 'none';
