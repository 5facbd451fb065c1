-- AlterTable
ALTER TABLE "redemption" ADD COLUMN     "carrier" TEXT NOT NULL DEFAULT 'nativeCode',
ADD COLUMN     "sent_at" TIMESTAMPTZ(3);

-- What Prisma cannot say. All redemptions so far are native codes; from now on the carrier is always written.
ALTER TABLE redemption ADD CONSTRAINT redemption_carrier CHECK (carrier IN ('nativeCode', 'functionCode', 'storeCredit', 'giftCard'));
-- A credit carries no reference of ours: two redemptions that look for theirs must not both find the same one.
CREATE UNIQUE INDEX redemption_of_credit ON redemption (shop, discount_id) WHERE carrier = 'storeCredit';
