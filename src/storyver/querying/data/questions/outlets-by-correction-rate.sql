-- For each outlet how many of its changes of fact of importance a correction notice admits
SELECT outlet, count(DISTINCT story_id) AS stories, count(*) AS changes, count(*) FILTER (admitted) AS admitted,
       round(100 * count(*) FILTER (admitted) / count(*), 1) AS percent
FROM changes
WHERE admitted IS NOT NULL
GROUP BY outlet
ORDER BY percent DESC, changes DESC, outlet
