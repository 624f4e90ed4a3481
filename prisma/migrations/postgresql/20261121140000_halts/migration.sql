-- CreateTable
CREATE TABLE "halts" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cluster" TEXT,
    "batchId" TEXT,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "probeAt" TIMESTAMP(3) NOT NULL,
    "probeSeconds" INTEGER NOT NULL,
    "resources" JSONB,

    CONSTRAINT "halts_pkey" PRIMARY KEY ("id")
);
