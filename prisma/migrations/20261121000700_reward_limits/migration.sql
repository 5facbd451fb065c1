-- DropIndex
DROP INDEX "redemption_shop_reward_id_created_at_idx";

-- What Prisma cannot say: of each reward's limits, only the redemptions that count.
CREATE INDEX redemption_of_member ON redemption (shop, member_id, reward_id, created_at)
  WHERE status NOT IN ('failed', 'cancelled') AND NOT (status = 'expired' AND reward->>'unused' = 'return');
CREATE INDEX redemption_of_reward ON redemption (shop, reward_id)
  WHERE status NOT IN ('failed', 'cancelled') AND NOT (status = 'expired' AND reward->>'unused' = 'return');
-- What waits for a person of the shop: a list of a few rows.
CREATE INDEX redemption_in_review ON redemption (shop, created_at) WHERE status = 'needs_review';
