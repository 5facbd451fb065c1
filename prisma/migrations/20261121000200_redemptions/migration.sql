-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "discount_id" TEXT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "ending" TEXT,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "refusal" JSONB,
ADD COLUMN     "used_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "metafield_mark" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "metafield_mark_pkey" PRIMARY KEY ("shop","member_id")
);

-- CreateIndex
CREATE INDEX "redemption_shop_member_id_created_at_idx" ON "redemption"("shop", "member_id", "created_at");

-- CreateIndex
CREATE INDEX "redemption_shop_reward_id_created_at_idx" ON "redemption"("shop", "reward_id", "created_at");

-- CreateIndex
CREATE INDEX "metafield_mark_due_at_idx" ON "metafield_mark"("due_at");

-- What Prisma cannot say.
ALTER TABLE redemption ADD CONSTRAINT redemption_ending CHECK (ending IN ('cancelled', 'expired'));
-- A queue of a few rows in a table of millions.
CREATE INDEX redemption_due ON redemption (due_at) WHERE due_at IS NOT NULL;

-- What stands in Shopify's metafields is written anew for everybody who is there already.
INSERT INTO metafield_mark (shop, member_id, due_at) SELECT shop, member_id, now() FROM member;
INSERT INTO metafield_mark (shop, member_id, due_at) SELECT DISTINCT shop, 0, now() FROM program_version;
