export * from './credentials.ts';
export * from './delivery.ts';
export * from './diary.ts';
export * from './entry-shares.ts';
export * from './grants.ts';
export * from './identity.ts';
export * from './teams.ts';
export * from './transfers.ts';
