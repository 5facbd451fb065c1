-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "shop" (
    "shop" TEXT NOT NULL,
    "currency" TEXT,
    "time_zone" TEXT,
    "name" TEXT,
    "is_development" BOOLEAN NOT NULL DEFAULT false,
    "settings_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "installed_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "authenticated_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" TEXT NOT NULL,
    "user_id" BIGINT,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "account_owner" BOOLEAN,
    "locale" TEXT,
    "collaborator" BOOLEAN,
    "email_verified" BOOLEAN,
    "refresh_token" TEXT,
    "refresh_token_expires" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_draft" (
    "shop" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_draft_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "program_version" (
    "shop" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "document" JSONB NOT NULL,

    CONSTRAINT "program_version_pkey" PRIMARY KEY ("shop","number")
);

-- CreateTable
CREATE TABLE "member" (
    "shop" TEXT NOT NULL,
    "member_id" BIGSERIAL NOT NULL,
    "customer_id" BIGINT,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "balance" BIGINT NOT NULL DEFAULT 0,
    "lifetime_earned" BIGINT NOT NULL DEFAULT 0,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "head_hash" BYTEA,

    CONSTRAINT "member_pkey" PRIMARY KEY ("shop","member_id")
);

-- CreateTable
CREATE TABLE "order_facts" (
    "shop" TEXT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "state" JSONB NOT NULL,
    "name" TEXT,
    "customer_id" BIGINT,
    "member_id" BIGINT,
    "processed_at" TIMESTAMPTZ(3),
    "market" TEXT,
    "currency" TEXT,
    "target" BIGINT NOT NULL DEFAULT 0,
    "program_number" INTEGER,
    "explanation" JSONB,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_facts_pkey" PRIMARY KEY ("shop","order_id")
);

-- CreateTable
CREATE TABLE "entry" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "available_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "explanation" JSONB NOT NULL,
    "previous_hash" BYTEA,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("shop","member_id","seq")
);

-- CreateTable
CREATE TABLE "lot" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "size" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "available_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "source_kind" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("shop","member_id","seq")
);

-- CreateTable
CREATE TABLE "lot_consumption" (
    "shop" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "lot_seq" INTEGER NOT NULL,
    "entry_seq" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,

    CONSTRAINT "lot_consumption_pkey" PRIMARY KEY ("shop","member_id","lot_seq","entry_seq")
);

-- CreateTable
CREATE TABLE "redemption" (
    "shop" TEXT NOT NULL,
    "redemption_id" UUID NOT NULL,
    "member_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "reward_id" TEXT NOT NULL,
    "reward" JSONB NOT NULL,
    "points" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "entry_seq" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "used_order_id" BIGINT,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("shop","redemption_id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "shop" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "event_id" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "news" JSONB,
    "refused" TEXT,
    "processed_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "priority" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("shop","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "shop" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("shop","key_id")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "shop" TEXT NOT NULL,
    "request_id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "customer_id" BIGINT,
    "order_ids" BIGINT[],
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "fulfilled_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop","request_id")
);

-- CreateTable
CREATE TABLE "ledger_audit" (
    "shop" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "entries" BIGINT NOT NULL,
    "members" BIGINT NOT NULL,
    "fault" JSONB,

    CONSTRAINT "ledger_audit_pkey" PRIMARY KEY ("shop","at")
);

-- CreateIndex
CREATE INDEX "session_shop_idx" ON "session"("shop");

-- CreateIndex
CREATE INDEX "member_shop_enrolled_at_member_id_idx" ON "member"("shop", "enrolled_at", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_shop_customer_id_key" ON "member"("shop", "customer_id");

-- CreateIndex
CREATE INDEX "order_facts_shop_member_id_processed_at_order_id_idx" ON "order_facts"("shop", "member_id", "processed_at", "order_id");

-- CreateIndex
CREATE INDEX "entry_shop_source_kind_source_id_idx" ON "entry"("shop", "source_kind", "source_id");

-- CreateIndex
CREATE INDEX "entry_shop_recorded_at_idx" ON "entry"("shop", "recorded_at");

-- CreateIndex
CREATE INDEX "entry_shop_effective_at_idx" ON "entry"("shop", "effective_at");

-- CreateIndex
CREATE UNIQUE INDEX "entry_shop_key_key" ON "entry"("shop", "key");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_shop_member_id_key_key" ON "redemption"("shop", "member_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_shop_code_key" ON "redemption"("shop", "code");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_shop_webhook_id_topic_digest_key" ON "inbox"("shop", "webhook_id", "topic", "digest");

-- CreateIndex
CREATE INDEX "api_key_key_id_idx" ON "api_key"("key_id");

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_shop_member_id_fkey" FOREIGN KEY ("shop", "member_id") REFERENCES "member"("shop", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_shop_member_id_seq_fkey" FOREIGN KEY ("shop", "member_id", "seq") REFERENCES "entry"("shop", "member_id", "seq") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "lot_consumption" ADD CONSTRAINT "lot_consumption_shop_member_id_lot_seq_fkey" FOREIGN KEY ("shop", "member_id", "lot_seq") REFERENCES "lot"("shop", "member_id", "seq") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "lot_consumption" ADD CONSTRAINT "lot_consumption_shop_member_id_entry_seq_fkey" FOREIGN KEY ("shop", "member_id", "entry_seq") REFERENCES "entry"("shop", "member_id", "seq") ON DELETE RESTRICT ON UPDATE RESTRICT;

