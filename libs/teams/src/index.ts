export type { TeamDependencies } from './dependencies.ts';
export { createTeamService, type TeamService } from './service.ts';
