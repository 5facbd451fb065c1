-- What Prisma's schema cannot say: rows that never change, values that make no sense, and the index that the drain reads.

-- ENABLE ALWAYS: a trigger that session_replication_role = 'replica' switches off would not hold against whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: its rows are append-only; correct them by another row', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_append_only;
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_no_truncate;

CREATE TRIGGER lot_consumption_append_only BEFORE UPDATE OR DELETE ON lot_consumption FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_consumption_no_truncate BEFORE TRUNCATE ON lot_consumption FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE lot_consumption ENABLE ALWAYS TRIGGER lot_consumption_append_only;
ALTER TABLE lot_consumption ENABLE ALWAYS TRIGGER lot_consumption_no_truncate;

CREATE TRIGGER program_version_immutable BEFORE UPDATE OR DELETE ON program_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER program_version_no_truncate BEFORE TRUNCATE ON program_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE program_version ENABLE ALWAYS TRIGGER program_version_immutable;
ALTER TABLE program_version ENABLE ALWAYS TRIGGER program_version_no_truncate;

ALTER TABLE entry
  ADD CONSTRAINT entry_points_not_zero CHECK (points <> 0),
  ADD CONSTRAINT entry_seq_positive CHECK (seq >= 1),
  ADD CONSTRAINT entry_first_has_no_previous CHECK ((seq = 1) = (previous_hash IS NULL)),
  ADD CONSTRAINT entry_hashes CHECK (octet_length(hash) = 32 AND octet_length(input_hash) = 32 AND octet_length(previous_hash) = 32),
  ADD CONSTRAINT entry_kind CHECK (kind IN ('order', 'action', 'adjustment', 'redemption', 'redemption_reversal', 'expiry',
    'expiry_reversal', 'write_off', 'import', 'transfer', 'merge'));

ALTER TABLE lot
  ADD CONSTRAINT lot_size_positive CHECK (size > 0),
  ADD CONSTRAINT lot_remaining_within_size CHECK (remaining >= 0 AND remaining <= size);
ALTER TABLE lot_consumption ADD CONSTRAINT lot_consumption_points_not_zero CHECK (points <> 0);
ALTER TABLE member ADD CONSTRAINT member_head CHECK ((last_seq = 0) = (head_hash IS NULL));
ALTER TABLE program_version ADD CONSTRAINT program_version_number_positive CHECK (number >= 1);
ALTER TABLE redemption
  ADD CONSTRAINT redemption_points_positive CHECK (points > 0),
  ADD CONSTRAINT redemption_status CHECK (status IN ('reserved', 'issued', 'failed', 'used', 'expired', 'cancelled', 'needs_review'));
-- The pending rows of the drain, oldest first: a queue of a few rows in a table of millions.
CREATE INDEX inbox_pending ON inbox (priority, due_at, id) WHERE processed_at IS NULL AND refused IS NULL;
-- What the operator counts, per shop.
CREATE INDEX inbox_open ON inbox (shop) WHERE processed_at IS NULL;
-- What retention deletes.
CREATE INDEX inbox_processed ON inbox (processed_at) WHERE processed_at IS NOT NULL;
CREATE INDEX inbox_refused ON inbox (shop, id) WHERE refused IS NOT NULL;
CREATE INDEX lot_open ON lot (shop, member_id) WHERE remaining > 0;
