-- CreateTable
CREATE TABLE "halts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cluster" TEXT,
    "batchId" TEXT,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "openedAt" DATETIME NOT NULL,
    "probeAt" DATETIME NOT NULL,
    "probeSeconds" INTEGER NOT NULL,
    "resources" JSONB
);
