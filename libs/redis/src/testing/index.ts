export { haveRedis, type TestRedis, testRedis } from './redis-server.ts';
