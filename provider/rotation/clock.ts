/** The only way to the time: a parameter wherever a rule needs it, moved by hand in tests. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
