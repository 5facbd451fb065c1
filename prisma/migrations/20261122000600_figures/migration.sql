-- AlterTable
ALTER TABLE "member" ADD COLUMN     "last_activity_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "points_day" (
    "shop" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "gained" BIGINT NOT NULL,
    "lost" BIGINT NOT NULL,

    CONSTRAINT "points_day_pkey" PRIMARY KEY ("shop","day","kind")
);

-- CreateTable
CREATE TABLE "points_fold" (
    "shop" TEXT NOT NULL,
    "through" DATE,
    "time_zone" TEXT NOT NULL,

    CONSTRAINT "points_fold_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "shop_figures" (
    "shop" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "shop_figures_pkey" PRIMARY KEY ("shop")
);

-- What Prisma cannot say.
ALTER TABLE points_day ADD CONSTRAINT points_day_sizes CHECK (gained >= 0 AND lost >= 0);
