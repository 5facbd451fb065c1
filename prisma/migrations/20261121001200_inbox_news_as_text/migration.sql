-- News are written once and read once, whole: taking them apart into jsonb cost half of what keeping a delivery costs the database (decision
-- 0021). By another column, since a changed type would rewrite the whole table and its indexes under a lock: only rows that wait have news.
ALTER TABLE inbox ADD COLUMN news_text json;
UPDATE inbox SET news_text = news::text::json WHERE processed_at IS NULL AND news IS NOT NULL;
ALTER TABLE inbox DROP COLUMN news;
ALTER TABLE inbox RENAME COLUMN news_text TO news;
