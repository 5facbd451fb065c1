const retries = 8;
const windowMs = 4 * 60 * 60 * 1000;
/** Each pause is twice the one before; together they fill the window. */
const firstPauseMs = windowMs / (2 ** retries - 1);

/**
 * Milliseconds to wait after the `failures`-th failed attempt (from 1), or null when the platform gives up: 8 retries over
 * 4 hours. `scale` shrinks the schedule.
 */
export function retryDelayMs(failures: number, scale: number): number | null {
  if (failures > retries) return null;
  return firstPauseMs * 2 ** (failures - 1) * scale;
}
