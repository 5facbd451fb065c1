-- AlterTable
ALTER TABLE "ledger_audit" ADD COLUMN     "balances" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "by_kind" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "faults" JSONB NOT NULL DEFAULT '[]';
UPDATE "ledger_audit" SET "faults" = jsonb_build_array("fault") WHERE "fault" IS NOT NULL;
ALTER TABLE "ledger_audit" DROP COLUMN "fault";

-- CreateTable
CREATE TABLE "ledger_root" (
    "shop" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "members" BIGINT NOT NULL,
    "entries" BIGINT NOT NULL,
    "previous_root" BYTEA,
    "root" BYTEA NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_root_pkey" PRIMARY KEY ("shop","day")
);

-- What Prisma cannot say: a root never changes, and a day that has one gets no further entries.
CREATE TRIGGER ledger_root_append_only BEFORE UPDATE OR DELETE ON ledger_root FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_root_no_truncate BEFORE TRUNCATE ON ledger_root FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE ledger_root ENABLE ALWAYS TRIGGER ledger_root_append_only;
ALTER TABLE ledger_root ENABLE ALWAYS TRIGGER ledger_root_no_truncate;

ALTER TABLE ledger_root
  ADD CONSTRAINT ledger_root_hashes CHECK (octet_length(root) = 32 AND octet_length(previous_root) = 32),
  ADD CONSTRAINT ledger_root_counts CHECK (members >= 0 AND entries >= members);

-- As a lost serialization, so that the transaction runs again and takes the time anew.
CREATE FUNCTION refuse_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE late record;
BEGIN
  SELECT f.shop, f.recorded_at INTO late FROM (SELECT shop, min(recorded_at) AS recorded_at FROM fresh GROUP BY shop) f
  WHERE EXISTS (SELECT FROM ledger_root r WHERE r.shop = f.shop AND r.day >= (f.recorded_at AT TIME ZONE 'UTC')::date);
  IF FOUND THEN
    RAISE EXCEPTION 'an entry of % recorded at % is refused: that day of the ledger is closed', late.shop, late.recorded_at
      USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER entry_after_closed_days AFTER INSERT ON entry REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_day();
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_after_closed_days;
