-- Each correction notice once, with the version that brought it in, and how many changes of fact it admits.
WITH notices AS (
    SELECT story_id, text, min(version_index) AS version_index, max(version_index) AS last_index,
           arg_min(claim_id, version_index) AS claim_id, arg_min(published_at, version_index) AS published_at
    FROM claims
    WHERE kind = 'correction'
    GROUP BY story_id, text
), admitted AS (
    SELECT story_id, notice, count(*) AS admits
    FROM changes
    WHERE admitted
    GROUP BY story_id, notice
)
SELECT notices.story_id, versions.story, versions.outlet, notices.version_index, notices.last_index,
       notices.published_at, notices.claim_id, notices.text, coalesce(admitted.admits, 0) AS admits
FROM notices
JOIN versions USING (story_id, version_index)
LEFT JOIN admitted ON admitted.story_id = notices.story_id AND admitted.notice = notices.text
