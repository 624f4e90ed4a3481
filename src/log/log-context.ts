import { AsyncLocalStorage } from 'node:async_hooks';

/** What the work at hand belongs to. Every line written inside carries it. */
export interface LogContext {
  readonly batchId?: string;
  readonly materialId?: string;
  readonly stepId?: string;
  readonly attemptId?: string;
  readonly requestId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` with these ids added to those around it; they follow it through promises, timers and events. */
export const withLogContext = <T>(context: LogContext, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...context }, work);

export const logContext = (): LogContext => storage.getStore() ?? {};
