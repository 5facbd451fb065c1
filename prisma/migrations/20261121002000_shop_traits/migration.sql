-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "traits" JSONB;
