-- The biggest changes of figures that no correction notice admits
SELECT changes.outlet, versions.story, left(changes.old_date, 10) AS old_date, left(changes.new_date, 10) AS new_date,
       round(100 * changes.share, 1) AS percent, changes.importance, changes.summary
FROM changes
JOIN versions ON versions.story_id = changes.story_id AND versions.version_index = changes.new_index
WHERE NOT changes.admitted AND changes.share IS NOT NULL
ORDER BY abs(changes.share) DESC, changes.story_id, changes.new_index, changes.new_start
