-- Quotations whose words were altered
SELECT changes.outlet, versions.story, left(changes.old_date, 10) AS old_date, left(changes.new_date, 10) AS new_date,
       coalesce(changes.new_speaker, changes.old_speaker) AS speaker, changes.admitted, changes.summary
FROM changes
JOIN versions ON versions.story_id = changes.story_id AND versions.version_index = changes.new_index
WHERE changes.kind = 'quote_altered'
ORDER BY changes.story_id, changes.new_index, changes.new_start
