-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "BatchState" AS ENUM ('receiving', 'open', 'settled');

-- CreateEnum
CREATE TYPE "MaterialState" AS ENUM ('refused', 'pending', 'released', 'succeeded', 'partial', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "StepState" AS ENUM ('waiting', 'running', 'succeeded', 'failed', 'blocked', 'cancelled');

-- CreateEnum
CREATE TYPE "EdgeState" AS ENUM ('waiting', 'delivered', 'refused');

-- CreateEnum
CREATE TYPE "AttemptState" AS ENUM ('prepared', 'submitting', 'unclear', 'queued', 'running', 'ended', 'concluded');

-- CreateEnum
CREATE TYPE "VerdictKind" AS ENUM ('succeeded', 'notConverged', 'failed', 'cancelled', 'lost');

-- CreateEnum
CREATE TYPE "CarrierKind" AS ENUM ('job', 'arrayTask', 'bundle');

-- CreateEnum
CREATE TYPE "SourceFormat" AS ENUM ('cif', 'd12', 'fort34', 'xyz');

-- CreateTable
CREATE TABLE "attempts" (
    "id" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "state" "AttemptState" NOT NULL,
    "cluster" TEXT NOT NULL,
    "carrierId" TEXT,
    "folder" TEXT NOT NULL,
    "deckSha256" TEXT NOT NULL,
    "scriptSha256" TEXT NOT NULL,
    "schedulerState" TEXT,
    "exitCode" INTEGER,
    "verdict" "VerdictKind",
    "failureCode" TEXT,
    "isRehearsal" BOOLEAN NOT NULL DEFAULT false,
    "intentAt" TIMESTAMP(3),
    "submittedAt" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "resources" JSONB NOT NULL,
    "change" JSONB,
    "evidence" JSONB,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "carriers" (
    "id" TEXT NOT NULL,
    "kind" "CarrierKind" NOT NULL,
    "cluster" TEXT NOT NULL,
    "jobName" TEXT NOT NULL,
    "schedulerJobId" TEXT NOT NULL,
    "arrayIndex" INTEGER,
    "submittedAt" TIMESTAMP(3),

    CONSTRAINT "carriers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "attemptId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("attemptId","path")
);

-- CreateTable
CREATE TABLE "properties" (
    "attemptId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "text" TEXT,
    "unit" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "isRehearsal" BOOLEAN NOT NULL,
    "json" JSONB,

    CONSTRAINT "properties_pkey" PRIMARY KEY ("attemptId","name")
);

-- CreateTable
CREATE TABLE "batches" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" "BatchState" NOT NULL,
    "priority" INTEGER NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "cluster" TEXT NOT NULL,
    "recipe" JSONB NOT NULL,
    "owner" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "materials" (
    "id" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "formula" TEXT NOT NULL,
    "spaceGroup" TEXT NOT NULL,
    "atoms" INTEGER NOT NULL,
    "structureHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceFormat" "SourceFormat" NOT NULL,
    "state" "MaterialState" NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "failureCode" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),
    "geometry" JSONB,
    "sourceText" TEXT NOT NULL,

    CONSTRAINT "materials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "steps" (
    "id" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "optional" BOOLEAN NOT NULL,
    "state" "StepState" NOT NULL,
    "hold" BOOLEAN NOT NULL DEFAULT false,
    "cancelRequested" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "failureCode" TEXT,
    "attemptBase" INTEGER NOT NULL DEFAULT 0,
    "goesOn" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "resources" JSONB NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "edges" (
    "id" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "producerId" TEXT NOT NULL,
    "consumerId" TEXT NOT NULL,
    "kinds" JSONB NOT NULL,
    "state" "EdgeState" NOT NULL,

    CONSTRAINT "edges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "errors" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
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

    CONSTRAINT "errors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
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

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "batchId" TEXT,
    "materialId" TEXT,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings_snapshots" (
    "batchId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "settings_snapshots_pkey" PRIMARY KEY ("batchId")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
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

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_carrierId_fkey" FOREIGN KEY ("carrierId") REFERENCES "carriers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "attempts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "properties" ADD CONSTRAINT "properties_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "attempts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "properties" ADD CONSTRAINT "properties_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "materials" ADD CONSTRAINT "materials_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "steps" ADD CONSTRAINT "steps_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edges" ADD CONSTRAINT "edges_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edges" ADD CONSTRAINT "edges_producerId_fkey" FOREIGN KEY ("producerId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edges" ADD CONSTRAINT "edges_consumerId_fkey" FOREIGN KEY ("consumerId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "errors" ADD CONSTRAINT "errors_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "errors" ADD CONSTRAINT "errors_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_materialId_fkey" FOREIGN KEY ("materialId") REFERENCES "materials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settings_snapshots" ADD CONSTRAINT "settings_snapshots_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

