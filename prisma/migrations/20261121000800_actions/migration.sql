-- CreateTable
CREATE TABLE "award" (
    "shop" TEXT NOT NULL,
    "award_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "fact" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "points" BIGINT NOT NULL,
    "entry_member_id" BIGINT NOT NULL,
    "entry_seq" INTEGER NOT NULL,

    CONSTRAINT "award_pkey" PRIMARY KEY ("shop","award_id")
);

-- CreateTable
CREATE TABLE "award_request" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "award_request_pkey" PRIMARY KEY ("shop","member_id","key")
);

-- CreateTable
CREATE TABLE "member_birthday" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "month" SMALLINT NOT NULL,
    "day" SMALLINT NOT NULL,

    CONSTRAINT "member_birthday_pkey" PRIMARY KEY ("shop","member_id","told_at")
);

-- CreateTable
CREATE TABLE "action_day" (
    "shop" TEXT NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "action_day_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "action_occasion" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "fact" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "action_occasion_pkey" PRIMARY KEY ("shop","member_id","fact")
);

-- CreateIndex
CREATE UNIQUE INDEX "award_shop_member_id_fact_key" ON "award"("shop", "member_id", "fact");

-- CreateIndex
CREATE INDEX "award_shop_member_id_action_id_at_idx" ON "award"("shop", "member_id", "action_id", "at");

-- CreateIndex
CREATE INDEX "action_occasion_shop_due_at_fact_member_id_idx" ON "action_occasion"("shop", "due_at", "fact", "member_id");

-- CreateIndex
CREATE INDEX "member_birthday_shop_month_day_member_id_idx" ON "member_birthday"("shop", "month", "day", "member_id");

-- AddForeignKey
ALTER TABLE "award" ADD CONSTRAINT "award_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "award" ADD CONSTRAINT "award_shop_entry_member_id_entry_seq_fkey" FOREIGN KEY ("shop", "entry_member_id", "entry_seq") REFERENCES "entry"("shop", "member_id", "seq") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "award_request" ADD CONSTRAINT "award_request_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "member_birthday" ADD CONSTRAINT "member_birthday_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "action_occasion" ADD CONSTRAINT "action_occasion_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say.
ALTER TABLE award
  ADD CONSTRAINT award_points_positive CHECK (points > 0);
-- 2024 has every day of a year.
ALTER TABLE member_birthday ADD CONSTRAINT member_birthday_day CHECK (make_date(2024, month, day) IS NOT NULL);
