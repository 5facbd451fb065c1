-- DropIndex
DROP INDEX "perk_mark_due_at_idx";

-- CreateIndex
CREATE INDEX "perk_mark_shop_due_at_idx" ON "perk_mark"("shop", "due_at");

-- What Prisma cannot say. Each shop has its turn, and in it what points bought goes before what was given: one of the two holds a row, so writing costs no more.
DROP INDEX redemption_due;
CREATE INDEX redemption_due ON redemption (shop, due_at) WHERE due_at IS NOT NULL AND fact IS NULL;
CREATE INDEX redemption_given_due ON redemption (shop, due_at) WHERE due_at IS NOT NULL AND fact IS NOT NULL;
