-- Figures that changed by more than half in one year (--set year=2024)
SELECT changes.outlet, versions.story, left(changes.old_date, 10) AS old_date, left(changes.new_date, 10) AS new_date,
       round(100 * changes.share, 1) AS percent, changes.admitted, changes.summary
FROM changes
JOIN versions ON versions.story_id = changes.story_id AND versions.version_index = changes.new_index
WHERE abs(changes.share) > 0.5
  AND changes.new_published_at >= make_date($year::INTEGER, 1, 1)::TIMESTAMPTZ
  AND changes.new_published_at < make_date($year::INTEGER + 1, 1, 1)::TIMESTAMPTZ
ORDER BY abs(changes.share) DESC, changes.story_id, changes.new_index, changes.new_start
