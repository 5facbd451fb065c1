-- When the merchant put the set-up guide away; null: it is shown until all of it is done.
ALTER TABLE shop ADD COLUMN setup_dismissed_at timestamptz(3);
