-- Figures that fell from one version to the next, those by the most first
SELECT changes.outlet, versions.story, left(changes.old_date, 10) AS old_date, left(changes.new_date, 10) AS new_date,
       round(100 * changes.share, 1) AS percent, changes.admitted, changes.summary
FROM changes
JOIN versions ON versions.story_id = changes.story_id AND versions.version_index = changes.new_index
WHERE changes.kind = 'decreased'
ORDER BY changes.share NULLS LAST, changes.story_id, changes.new_index, changes.new_start
