-- AlterTable
ALTER TABLE "member" ADD COLUMN     "tier_due" TEXT COLLATE "C",
ADD COLUMN     "tier_retry_at" TIMESTAMPTZ(3),
ADD COLUMN     "tier_level" TEXT,
ADD COLUMN     "tier_since" TEXT COLLATE "C",
ADD COLUMN     "tier_until" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "tier_order" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "moment" TEXT COLLATE "C" NOT NULL,
    "order_id" BIGINT NOT NULL,
    "program_number" INTEGER,
    "level_before" TEXT,
    "first_order" BOOLEAN NOT NULL,
    "steps" JSONB NOT NULL,
    "last_step" TEXT COLLATE "C",
    "base_points" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "orders" BIGINT NOT NULL,
    "spend" DECIMAL(40,0) NOT NULL,
    "partial" BIGINT NOT NULL,
    "earlier" BIGINT NOT NULL,
    "rest" TEXT,
    "level_id" TEXT COLLATE "C",
    "level_threshold" TEXT COLLATE "C",
    "hold_until" TEXT COLLATE "C",

    CONSTRAINT "tier_order_pkey" PRIMARY KEY ("shop","member_id","moment","order_id")
);

-- CreateTable
CREATE TABLE "tier_span" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "since" TEXT COLLATE "C" NOT NULL,
    "level" TEXT,

    CONSTRAINT "tier_span_pkey" PRIMARY KEY ("shop","member_id","since")
);

-- CreateTable
CREATE TABLE "tier_change" (
    "shop" TEXT NOT NULL,
    "change_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "from_level" TEXT,
    "to_level" TEXT,
    "reason" TEXT NOT NULL,
    "order_id" BIGINT,

    CONSTRAINT "tier_change_pkey" PRIMARY KEY ("shop","change_id")
);

-- CreateTable
CREATE TABLE "tier_placement" (
    "shop" TEXT NOT NULL,
    "placement_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "level" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "origin_member" BIGINT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_placement_pkey" PRIMARY KEY ("shop","placement_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tier_order_shop_order_id_key" ON "tier_order"("shop", "order_id");

-- CreateIndex
CREATE INDEX "tier_change_shop_member_id_change_id_idx" ON "tier_change"("shop", "member_id", "change_id");

-- CreateIndex
CREATE UNIQUE INDEX "tier_placement_shop_member_id_key_key" ON "tier_placement"("shop", "member_id", "key");

-- CreateIndex
CREATE INDEX "tier_placement_shop_member_id_at_placement_id_idx" ON "tier_placement"("shop", "member_id", "at", "placement_id");

-- What Prisma cannot say. Instants as text of one width sort as instants only byte by byte: COLLATE "C" above.
CREATE TRIGGER tier_change_append_only BEFORE UPDATE OR DELETE ON tier_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tier_change_no_truncate BEFORE TRUNCATE ON tier_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE tier_change ENABLE ALWAYS TRIGGER tier_change_append_only;
ALTER TABLE tier_change ENABLE ALWAYS TRIGGER tier_change_no_truncate;
CREATE TRIGGER tier_placement_append_only BEFORE UPDATE OR DELETE ON tier_placement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tier_placement_no_truncate BEFORE TRUNCATE ON tier_placement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE tier_placement ENABLE ALWAYS TRIGGER tier_placement_append_only;
ALTER TABLE tier_placement ENABLE ALWAYS TRIGGER tier_placement_no_truncate;

ALTER TABLE tier_change
  ADD CONSTRAINT tier_change_reason CHECK (reason IN ('order', 'placement', 'version', 'time', 'member')),
  ADD CONSTRAINT tier_change_changes CHECK (from_level IS DISTINCT FROM to_level);
ALTER TABLE tier_placement ADD CONSTRAINT tier_placement_until CHECK (until IS NULL OR (until > at AND level IS NOT NULL));
-- The few orders with facts of a later date than their own.
CREATE INDEX tier_order_steps ON tier_order (shop, member_id, last_step) WHERE last_step IS NOT NULL;
-- Of each level the latest hold.
CREATE INDEX tier_order_holds ON tier_order (shop, member_id, level_id, level_threshold, hold_until) WHERE level_id IS NOT NULL;
-- The few orders whose spending is no whole number of units.
CREATE INDEX tier_order_rests ON tier_order (shop, member_id, moment, order_id) WHERE rest IS NOT NULL;
-- Whose level changes by itself, by when.
CREATE INDEX member_tier_due ON member (shop, tier_due) WHERE tier_due IS NOT NULL;
