-- Whether a lot still holds points, as a column: an index that asks for `remaining` itself has every change of a lot enter all of its indexes anew, where
-- most leave it open. The database keeps it. Writes the table once more, and nothing reads lots meanwhile (docs/operations.md).
DROP INDEX lot_open;
-- Room in each page, so that a lot whose points are taken can stay in it.
ALTER TABLE lot SET (fillfactor = 90);
ALTER TABLE lot ADD COLUMN is_open boolean GENERATED ALWAYS AS (remaining > 0) STORED NOT NULL;
CREATE INDEX lot_open ON lot (shop, member_id) WHERE is_open;
-- Of a column without statistics half of the rows are taken for open.
ANALYZE lot (is_open);
