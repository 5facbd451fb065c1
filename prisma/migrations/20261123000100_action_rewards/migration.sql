-- AlterTable
ALTER TABLE "award" ADD COLUMN     "redemption_id" UUID,
ALTER COLUMN "entry_member_id" DROP NOT NULL,
ALTER COLUMN "entry_seq" DROP NOT NULL;

-- What Prisma cannot say: an award is points, with their entry, or a reward that was given, with its redemption.
-- The rows that are there are checked by the next migration.
ALTER TABLE award
  DROP CONSTRAINT award_points_positive,
  ADD CONSTRAINT award_points CHECK (CASE WHEN redemption_id IS NULL
    THEN points > 0 AND entry_member_id IS NOT NULL AND entry_seq IS NOT NULL
    ELSE points = 0 AND entry_member_id IS NULL AND entry_seq IS NULL END) NOT VALID;

-- AddForeignKey
ALTER TABLE award
  ADD CONSTRAINT award_shop_redemption_id_fkey FOREIGN KEY (shop, redemption_id) REFERENCES redemption (shop, redemption_id)
  ON DELETE RESTRICT ON UPDATE RESTRICT NOT VALID;
