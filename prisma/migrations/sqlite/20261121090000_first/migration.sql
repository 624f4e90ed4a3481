-- CreateTable
CREATE TABLE "attempts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "carrierId" TEXT,
    "folder" TEXT NOT NULL,
    "deckSha256" TEXT NOT NULL,
    "scriptSha256" TEXT NOT NULL,
    "schedulerState" TEXT,
    "exitCode" INTEGER,
    "verdict" TEXT,
    "failureCode" TEXT,
    "isRehearsal" BOOLEAN NOT NULL DEFAULT false,
    "intentAt" DATETIME,
    "submittedAt" DATETIME,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "resources" JSONB NOT NULL,
    "change" JSONB,
    "evidence" JSONB,
    CONSTRAINT "attempts_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "attempts_carrierId_fkey" FOREIGN KEY ("carrierId") REFERENCES "carriers" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "carriers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "jobName" TEXT NOT NULL,
    "schedulerJobId" TEXT NOT NULL,
    "arrayIndex" INTEGER,
    "submittedAt" DATETIME
);

-- CreateTable
CREATE TABLE "artifacts" (
    "attemptId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,

    PRIMARY KEY ("attemptId", "path"),
    CONSTRAINT "artifacts_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "attempts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "properties" (
    "attemptId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "value" REAL,
    "text" TEXT,
    "unit" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "isRehearsal" BOOLEAN NOT NULL,
    "json" JSONB,

    PRIMARY KEY ("attemptId", "name"),
    CONSTRAINT "properties_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "attempts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "properties_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "batches" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "cluster" TEXT NOT NULL,
    "recipe" JSONB NOT NULL,
    "owner" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "materials" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batchId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "formula" TEXT NOT NULL,
    "spaceGroup" TEXT NOT NULL,
    "atoms" INTEGER NOT NULL,
    "structureHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceFormat" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "failureCode" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME,
    "geometry" JSONB,
    "sourceText" TEXT NOT NULL,
    CONSTRAINT "materials_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batches" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "steps" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "optional" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "cancelRequested" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "failureCode" TEXT,
    "attemptBase" INTEGER NOT NULL DEFAULT 0,
    "goesOn" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "resources" JSONB NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "steps_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "edges" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "materialId" TEXT NOT NULL,
    "producerId" TEXT NOT NULL,
    "consumerId" TEXT NOT NULL,
    "kinds" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    CONSTRAINT "edges_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "edges_producerId_fkey" FOREIGN KEY ("producerId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "edges_consumerId_fkey" FOREIGN KEY ("consumerId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "errors" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "batchId" TEXT,
    "materialId" TEXT,
    "stepId" TEXT,
    "attemptId" TEXT,
    "code" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "details" JSONB,
    CONSTRAINT "errors_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "errors_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "batchId" TEXT,
    "materialId" TEXT,
    "stepId" TEXT,
    "attemptId" TEXT,
    "entity" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requestId" TEXT,
    CONSTRAINT "events_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "events_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "batchId" TEXT,
    "materialId" TEXT,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "settings_snapshots" (
    "batchId" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "settings" JSONB NOT NULL,
    CONSTRAINT "settings_snapshots_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batches" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "attempts_token_key" ON "attempts"("token");

-- CreateIndex
CREATE INDEX "attempts_cluster_state_idx" ON "attempts"("cluster", "state");

-- CreateIndex
CREATE INDEX "attempts_batchId_state_idx" ON "attempts"("batchId", "state");

-- CreateIndex
CREATE INDEX "attempts_materialId_idx" ON "attempts"("materialId");

-- CreateIndex
CREATE INDEX "attempts_carrierId_idx" ON "attempts"("carrierId");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_stepId_number_key" ON "attempts"("stepId", "number");

-- CreateIndex
CREATE INDEX "carriers_cluster_schedulerJobId_idx" ON "carriers"("cluster", "schedulerJobId");

-- CreateIndex
CREATE INDEX "properties_batchId_name_idx" ON "properties"("batchId", "name");

-- CreateIndex
CREATE INDEX "properties_materialId_idx" ON "properties"("materialId");

-- CreateIndex
CREATE INDEX "properties_stepId_idx" ON "properties"("stepId");

-- CreateIndex
CREATE UNIQUE INDEX "batches_fingerprint_key" ON "batches"("fingerprint");

-- CreateIndex
CREATE INDEX "materials_batchId_state_hold_position_idx" ON "materials"("batchId", "state", "hold", "position");

-- CreateIndex
CREATE INDEX "materials_label_idx" ON "materials"("label");

-- CreateIndex
CREATE UNIQUE INDEX "materials_batchId_position_key" ON "materials"("batchId", "position");

-- CreateIndex
CREATE INDEX "steps_batchId_type_state_idx" ON "steps"("batchId", "type", "state");

-- CreateIndex
CREATE INDEX "steps_failureCode_batchId_idx" ON "steps"("failureCode", "batchId");

-- CreateIndex
CREATE UNIQUE INDEX "steps_materialId_name_key" ON "steps"("materialId", "name");

-- CreateIndex
CREATE INDEX "edges_materialId_idx" ON "edges"("materialId");

-- CreateIndex
CREATE INDEX "edges_producerId_idx" ON "edges"("producerId");

-- CreateIndex
CREATE INDEX "edges_consumerId_idx" ON "edges"("consumerId");

-- CreateIndex
CREATE INDEX "errors_batchId_id_idx" ON "errors"("batchId", "id");

-- CreateIndex
CREATE INDEX "errors_materialId_id_idx" ON "errors"("materialId", "id");

-- CreateIndex
CREATE INDEX "errors_stepId_id_idx" ON "errors"("stepId", "id");

-- CreateIndex
CREATE INDEX "errors_at_idx" ON "errors"("at");

-- CreateIndex
CREATE INDEX "events_batchId_id_idx" ON "events"("batchId", "id");

-- CreateIndex
CREATE INDEX "events_materialId_id_idx" ON "events"("materialId", "id");

-- CreateIndex
CREATE INDEX "events_stepId_id_idx" ON "events"("stepId", "id");

-- CreateIndex
CREATE INDEX "notifications_at_idx" ON "notifications"("at");

