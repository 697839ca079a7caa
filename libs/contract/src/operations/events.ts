import type { Operation } from '../operation.ts';
import { DiaryEventsParams, EventStream, StreamHeaders } from '../schemas/events.ts';

export const eventsOperations = {
  streamDiaryEvents: {
    method: 'GET',
    path: '/diaries/:id/events',
    summary: 'What changes in a diary, as server-sent events',
    tag: 'Diaries',
    auth: { scopes: ['diary:read'] },
    rateLimit: 'read',
    params: DiaryEventsParams,
    headers: StreamHeaders,
    responses: { 200: EventStream },
    produces: 'text/event-stream',
    problems: ['NOT_FOUND', 'EVENTS_GONE'],
  },
} as const satisfies Record<string, Operation>;
