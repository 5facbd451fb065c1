-- AlterTable
ALTER TABLE "member" ADD COLUMN     "joined_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_into" BIGINT;

-- CreateTable
CREATE TABLE "member_consent" (
    "shop" TEXT NOT NULL,
    "consent_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "terms_version" TEXT,
    "source" TEXT NOT NULL,

    CONSTRAINT "member_consent_pkey" PRIMARY KEY ("shop","consent_id")
);

-- CreateTable
CREATE TABLE "customer_alias" (
    "shop" TEXT NOT NULL,
    "from_customer_id" BIGINT NOT NULL,
    "into_customer_id" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_alias_pkey" PRIMARY KEY ("shop","from_customer_id")
);

-- CreateIndex
CREATE INDEX "member_consent_shop_member_id_at_idx" ON "member_consent"("shop", "member_id", "at");

-- CreateIndex
CREATE INDEX "customer_alias_shop_into_customer_id_idx" ON "customer_alias"("shop", "into_customer_id");

-- CreateIndex
CREATE INDEX "order_facts_shop_customer_id_idx" ON "order_facts"("shop", "customer_id");

-- AddForeignKey
ALTER TABLE "member_consent" ADD CONSTRAINT "member_consent_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say.
CREATE TRIGGER member_consent_append_only BEFORE UPDATE OR DELETE ON member_consent FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_consent_no_truncate BEFORE TRUNCATE ON member_consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE member_consent ENABLE ALWAYS TRIGGER member_consent_append_only;
ALTER TABLE member_consent ENABLE ALWAYS TRIGGER member_consent_no_truncate;

ALTER TABLE member_consent ADD CONSTRAINT member_consent_source CHECK (source IN ('storefront', 'api', 'admin', 'import'));
ALTER TABLE customer_alias ADD CONSTRAINT customer_alias_other CHECK (from_customer_id <> into_customer_id);
-- Who was merged is nobody's, and nobody is merged into themselves.
ALTER TABLE member ADD CONSTRAINT member_merged CHECK (merged_into IS NULL OR (customer_id IS NULL AND merged_into <> member_id));
-- The few that were merged, by whom they were merged into.
CREATE INDEX member_merged ON member (shop, merged_into) WHERE merged_into IS NOT NULL;
