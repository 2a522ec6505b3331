/** The threads that one operation is split among, and the operations that run at a time. */
export interface Threads {
  readonly withinOperations: number;
  readonly betweenOperations: number;
}

const names = {
  withinOperations: 'TF_NUM_INTRAOP_THREADS',
  betweenOperations: 'TF_NUM_INTEROP_THREADS',
} as const;

/**
 * One thread each, so that the bits do not change with the cores that a machine happens to have free, and as many tasks run beside
 * each other as there are cores; more where the variables that TensorFlow knows say so.
 */
export function ownThreads(environment: NodeJS.ProcessEnv = process.env): Threads {
  const asked = (name: string) => {
    const threads = Number(environment[name]);
    return Number.isInteger(threads) && threads > 0 ? threads : 1;
  };
  return {
    withinOperations: asked(names.withinOperations),
    betweenOperations: asked(names.betweenOperations),
  };
}

/** Tells the library; it reads this once, when it is loaded. Its chatter at the start is silenced, its errors are not. */
export function prepareEnvironment(): void {
  const { withinOperations, betweenOperations } = ownThreads();
  process.env[names.withinOperations] = String(withinOperations);
  process.env[names.betweenOperations] = String(betweenOperations);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}
