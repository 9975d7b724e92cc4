-- How many, by whom: the totals of `ledger totals --rule range`, as one query over the tables of an export.
--
-- Tables: facts, claims, counted, wholes, victims_words, periods. Claims under one fact are rival answers about the same
-- people: they make one interval, and only facts are added. Kept to SQL that SQLite, DuckDB, Trino and Spark SQL all
-- take as it stands: common table expressions, CASE, min, max, sum, count, COALESCE, no date arithmetic, no boolean aggregates.
-- An empty high is no upper end; a sum over one has none either.
WITH
current_claims AS (
  SELECT claim, fact, source, category, COALESCE(victims, 'people') AS who, low, high, words, scope, denies,
         CASE WHEN approximate THEN 1 ELSE 0 END AS approximate
  FROM claims
  WHERE standing = 'current'
),
figured AS (  -- a source that gives a figure is not counted once more for its "unknown"
  SELECT DISTINCT fact, source FROM current_claims WHERE low IS NOT NULL AND words <> 'unknown'
),
countable AS (  -- each rival claim, with what a total over each victims word takes of it
  SELECT c.fact, c.claim, c.category, c.who, n.victims, n.low, n.high, c.approximate
  FROM current_claims c
  JOIN counted n ON n.claim = c.claim
  LEFT JOIN figured g ON g.fact = c.fact AND g.source = c.source
  WHERE c.scope IS NULL AND (c.words <> 'unknown' OR g.fact IS NULL)
),
in_cells AS (  -- '*' is the row over all categories, which is no sum of the others: rivals may name different perpetrators
  SELECT fact, claim, who, victims, low, high, approximate, category AS cell FROM countable
  UNION ALL
  SELECT fact, claim, who, victims, low, high, approximate, '*' AS cell FROM countable
),
hulls AS (  -- fact by fact, from the lowest lower end to the highest upper end of the rivals
  SELECT fact, victims, cell, min(low) AS low, CASE WHEN count(high) = count(*) THEN max(high) END AS high,
         max(approximate) AS approximate
  FROM in_cells
  GROUP BY fact, victims, cell
),
zeros AS (  -- who says nobody of all whom the others count
  SELECT i.fact, i.victims, i.cell, z.claim
  FROM in_cells i
  JOIN current_claims z ON z.fact = i.fact AND z.high = 0
  JOIN victims_words w ON w.victims = z.who AND w.word = i.who
  GROUP BY i.fact, i.victims, i.cell, z.claim
  HAVING min(CASE WHEN w.contains THEN 1 ELSE 0 END) = 1
),
doubted AS (  -- a rival names another category, says whom the total excludes, denies the event, or has fewer of more people
  SELECT h.fact, h.victims, h.cell
  FROM hulls h
  JOIN current_claims r ON r.fact = h.fact
  JOIN victims_words w ON w.victims = h.victims AND w.word = r.who
  LEFT JOIN counted b ON b.claim = r.claim AND b.victims = h.victims
  WHERE r.denies = 'event'
     OR (r.low IS NOT NULL AND (r.high IS NULL OR r.high > 0) AND ((h.cell <> '*' AND r.category <> h.cell) OR w.excludes))
     OR (r.scope = 'wider' AND b.high < h.low)
  UNION
  SELECT fact, victims, cell FROM zeros
),
opened AS (  -- more were counted of only some of these people
  SELECT DISTINCT h.fact, h.victims, h.cell
  FROM hulls h
  JOIN current_claims r ON r.fact = h.fact AND r.scope = 'part'
  JOIN counted b ON b.claim = r.claim AND b.victims = h.victims
  WHERE b.low > h.high
),
sums AS (
  SELECT h.fact, h.victims, h.cell, CASE WHEN d.fact IS NULL THEN h.low ELSE 0 END AS low,
         CASE WHEN o.fact IS NULL THEN h.high END AS high, h.approximate
  FROM hulls h
  LEFT JOIN doubted d ON d.fact = h.fact AND d.victims = h.victims AND d.cell = h.cell
  LEFT JOIN opened o ON o.fact = h.fact AND o.victims = h.victims AND o.cell = h.cell
),
placed AS (  -- a fact across the edge of a period counts in its upper end only
  SELECT p.period, f.measure, s.fact, s.victims, s.cell, s.low, s.high, s.approximate,
         CASE WHEN (p.first_day IS NULL OR f.date_first >= p.first_day) AND f.date_last <= p.last_day THEN 1 ELSE 0 END AS inside
  FROM sums s
  JOIN facts f ON f.fact = s.fact
  JOIN periods p ON (f.date_first IS NULL OR f.date_first <= p.last_day) AND (p.first_day IS NULL OR f.date_last >= p.first_day)
  WHERE f.measure IS NOT NULL
),
covered AS (  -- people who are counted already, in a fact that theirs is part of
  SELECT DISTINCT w.fact, o.period, o.victims, o.cell
  FROM wholes w
  JOIN placed o ON o.fact = w.whole
)
SELECT p.period, p.measure, p.victims, CASE WHEN p.cell <> '*' THEN p.cell END AS category,
       sum(CASE WHEN p.inside = 1 THEN p.low ELSE 0 END) AS low,
       CASE WHEN count(p.high) = count(*) THEN sum(p.high) END AS high,
       max(p.approximate) AS approximate,
       count(*) AS facts,
       sum(1 - p.inside) AS straddling
FROM placed p
LEFT JOIN covered c ON c.fact = p.fact AND c.period = p.period AND c.victims = p.victims AND c.cell = p.cell
WHERE c.fact IS NULL
GROUP BY p.period, p.measure, p.victims, p.cell
