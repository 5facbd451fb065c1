-- CreateTable
CREATE TABLE "program_simulation" (
    "shop" TEXT NOT NULL,
    "simulation_id" UUID NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "document" JSONB NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "result" JSONB,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "program_simulation_pkey" PRIMARY KEY ("shop","simulation_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "program_simulation_shop_fingerprint_key" ON "program_simulation"("shop", "fingerprint");

-- What Prisma cannot say.
ALTER TABLE program_simulation ADD CONSTRAINT program_simulation_status
  CHECK (status IN ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled') AND (result IS NOT NULL) = (status IN ('done', 'refused')));
-- Workers look for work ten times a second.
CREATE INDEX program_simulation_open ON program_simulation (requested_at) WHERE status IN ('waiting', 'running');
