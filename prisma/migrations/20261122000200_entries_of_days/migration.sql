-- DropIndex
DROP INDEX "entry_shop_effective_at_idx";

-- What Prisma cannot say: only these kinds are ever read by their day (queries/home-figures); a redemption's entry need not be in it.
CREATE INDEX entry_of_day ON entry (shop, effective_at) WHERE kind IN ('order', 'action', 'adjustment', 'import');
