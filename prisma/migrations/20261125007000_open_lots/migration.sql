-- Whether a lot still holds points, as a column: an index that asks for `remaining` itself has every change of a lot enter all of its indexes anew, where
-- most leave it open. The database keeps it. Writes the table once more under its lock.
ALTER TABLE lot ADD COLUMN is_open boolean GENERATED ALWAYS AS (remaining > 0) STORED NOT NULL;
DROP INDEX lot_open;
CREATE INDEX lot_open ON lot (shop, member_id) WHERE is_open;
