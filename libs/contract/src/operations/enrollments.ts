import { Type } from 'typebox';
import type { Operation } from '../operation.ts';
import { RegisterHeaders, Registration } from '../schemas/agents.ts';
import {
  CreateEnrollmentBody,
  EnrollBody,
  EnrollmentParams,
  EnrollmentWithToken,
} from '../schemas/enrollments.ts';

export const enrollmentsOperations = {
  createEnrollment: {
    method: 'POST',
    path: '/agent-enrollments',
    summary: 'A single-use token by which a new agent joins the selected team',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'authenticated',
    idempotent: true,
    body: CreateEnrollmentBody,
    responses: { 201: EnrollmentWithToken },
    problems: ['NOT_FOUND', 'CONFLICT', 'TEAM_PERSONAL_IMMUTABLE', 'TEAM_NOT_ACTIVE'],
  },
  deleteEnrollment: {
    method: 'DELETE',
    path: '/agent-enrollments/:id',
    summary: 'Take an enrolment token back',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'authenticated',
    params: EnrollmentParams,
    responses: { 204: Type.Null() },
    problems: ['NOT_FOUND'],
  },
  enroll: {
    method: 'POST',
    path: '/auth/enroll',
    summary: 'Join with a key and a team’s enrolment token',
    tag: 'Identity',
    auth: 'public',
    rateLimit: 'registration',
    headers: RegisterHeaders,
    body: EnrollBody,
    responses: { 200: Registration },
    problems: ['INVALID_SIGNATURE', 'REGISTRATION_FAILED', 'CONFLICT', 'UPSTREAM_ERROR'],
  },
} as const satisfies Record<string, Operation>;
