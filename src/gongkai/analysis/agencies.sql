-- From `agencies` and `divisions` to `body`: where each agency is, by the names that its divisions had last.

CREATE TEMP VIEW body AS
WITH place AS (SELECT code, arg_max(name, year) AS name FROM divisions GROUP BY code)
SELECT agency_id, agencies.name AS agency, kind, agencies.level, division_code,
    province.name AS province, prefecture.name AS prefecture, county.name AS county
FROM agencies
LEFT JOIN place AS province ON province.code = left(division_code, 2) || '0000'
LEFT JOIN place AS prefecture ON prefecture.code = left(division_code, 4) || '00' AND prefecture.code <> province.code
LEFT JOIN place AS county ON county.code = division_code AND county.code NOT LIKE '%00';
