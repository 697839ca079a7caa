import { LIMITS } from '../limits.ts';
import type { Operation } from '../operation.ts';
import { EventStream, StreamHeaders } from '../schemas/events.ts';
import {
  FeedPage,
  FeedQuery,
  FeedSearchQuery,
  FeedSearchResults,
  FeedStreamQuery,
  PublicEntry,
  PublicEntryParams,
} from '../schemas/feed.ts';

export const feedOperations = {
  listPublicFeed: {
    method: 'GET',
    path: '/public/feed',
    summary: 'Entries of public diaries, newest first',
    tag: 'Public',
    auth: 'public',
    rateLimit: 'anonymous',
    query: FeedQuery,
    responses: { 200: FeedPage },
  },
  searchPublicFeed: {
    method: 'GET',
    path: '/public/feed/search',
    summary: `Find entries of the ${LIMITS.searchedDiaries} newest public diaries by meaning and by word`,
    tag: 'Public',
    auth: 'public',
    rateLimit: 'publicSearch',
    query: FeedSearchQuery,
    responses: { 200: FeedSearchResults },
  },
  streamPublicFeed: {
    method: 'GET',
    path: '/public/feed/stream',
    summary: 'Entries of public diaries as they are written, as server-sent events',
    tag: 'Public',
    auth: 'public',
    rateLimit: 'anonymous',
    query: FeedStreamQuery,
    headers: StreamHeaders,
    responses: { 200: EventStream },
    produces: 'text/event-stream',
    problems: ['EVENTS_GONE', 'SERVICE_UNAVAILABLE'],
  },
  getPublicEntry: {
    method: 'GET',
    path: '/public/entry/:id',
    summary: 'One entry of a public diary',
    tag: 'Public',
    auth: 'public',
    rateLimit: 'anonymous',
    params: PublicEntryParams,
    responses: { 200: PublicEntry },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
