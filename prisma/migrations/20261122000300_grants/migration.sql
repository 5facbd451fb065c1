-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "fact" TEXT,
ADD COLUMN     "origin" JSONB,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3),
ALTER COLUMN "entry_seq" DROP NOT NULL;

-- CreateTable
CREATE TABLE "perk_mark" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "level_changed" BOOLEAN NOT NULL DEFAULT false,
    "level_before" TEXT,
    "by_return" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "perk_mark_pkey" PRIMARY KEY ("shop","member_id")
);

-- CreateTable
CREATE TABLE "level_discount" (
    "shop" TEXT NOT NULL,
    "level_id" TEXT NOT NULL,
    "discount_id" TEXT,
    "title" TEXT NOT NULL,
    "codes" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "level_discount_pkey" PRIMARY KEY ("shop","level_id")
);

-- CreateIndex
CREATE INDEX "perk_mark_due_at_idx" ON "perk_mark"("due_at");

-- AddForeignKey
ALTER TABLE "perk_mark" ADD CONSTRAINT "perk_mark_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say: what was given cost no points and has no entry; everything else cost some and has one.
-- The rows that are there are checked by the next migration.
ALTER TABLE redemption
  DROP CONSTRAINT redemption_points_positive,
  ADD CONSTRAINT redemption_points CHECK (CASE WHEN fact IS NULL
    THEN points > 0 AND entry_seq IS NOT NULL AND origin IS NULL AND withdrawn_at IS NULL
    ELSE points = 0 AND entry_seq IS NULL AND origin IS NOT NULL END) NOT VALID;
