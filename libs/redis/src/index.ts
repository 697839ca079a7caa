export { sharedAnswers } from './answers.ts';
export { connectRedis, type Redis, type RedisOptions } from './connect.ts';
export { type SharedCounters, sharedCounters } from './counters.ts';
export { RedisUnavailableError } from './unavailable-error.ts';
