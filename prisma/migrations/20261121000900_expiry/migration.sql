-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "points_expire" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "lot" ADD COLUMN     "own_period" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "expiry_due" TIMESTAMPTZ(3),
ADD COLUMN     "expiry_retry_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "outbox_event" (
    "shop" TEXT NOT NULL,
    "event_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("shop","event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_shop_key_key" ON "outbox_event"("shop", "key");

-- What Prisma cannot say.
ALTER TABLE outbox_event ADD CONSTRAINT outbox_event_kind CHECK (kind IN ('points.expiring'));
-- Whose lots have to be looked at, by when.
CREATE INDEX member_expiry_due ON member (shop, expiry_due) WHERE expiry_due IS NOT NULL;
-- The few lots that keep a period of their own.
CREATE INDEX lot_own_period ON lot (shop, member_id) WHERE own_period;
-- The few entries that tell which lots have expired.
CREATE INDEX entry_of_expiry ON entry (shop, member_id, seq) WHERE kind IN ('expiry', 'expiry_reversal');
