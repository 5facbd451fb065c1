-- CreateTable
CREATE TABLE "order_lookup" (
    "shop" TEXT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "codes" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "order_lookup_pkey" PRIMARY KEY ("shop","order_id")
);

-- CreateIndex
CREATE INDEX "order_lookup_due_at_idx" ON "order_lookup"("due_at");

-- AlterTable
ALTER TABLE "metafield_mark" ADD COLUMN     "holder" UUID;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "tier_tag" TEXT;
