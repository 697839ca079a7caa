import { DBOS } from '@dbos-inc/dbos-sdk';
import { createPersist } from '../persist.ts';
import type { RegistrationPlan } from './plan.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { registrationSteps, type RegistrationSystems, undoSteps } from './steps.ts';

/** How a registration ended. Refusals are values: DBOS gives a stored error back as another class. */
export type RegistrationOutcome =
  | { readonly registered: { readonly identityId: string; readonly clientId: string } }
  | { readonly refused: Refusal };

export type RegistrationWorkflow = (plan: RegistrationPlan) => Promise<RegistrationOutcome>;

export interface RegistrationWorkflowOptions extends RegistrationSystems {
  readonly logger: { error(fields: object, message: string): void };
  /** How long a request that was given up may still take effect upstream, in milliseconds. */
  readonly settleMs: number;
}

/**
 * Registers the workflows `register-agent` and `undo-registration` with DBOS; to be called once, before
 * `DBOS.launch`. A registration that a process leaves unfinished is finished or undone when the next
 * one launches. A step that fails is not repeated but undone with all before it, by a workflow of
 * its own: the caller has the answer while it runs, and it runs for as long as it takes.
 */
export function registrationWorkflow(options: RegistrationWorkflowOptions): RegistrationWorkflow {
  const { logger, settleMs } = options;
  const steps = registrationSteps(options);
  const undo = undoSteps(options);
  const persist = createPersist(logger);

  /** A step whose failure is recorded as a value, so that a recovered workflow reads it alike. */
  async function attempt<T>(
    name: string,
    work: () => Promise<T>,
  ): Promise<{ done: T } | { refused: Refusal }> {
    return DBOS.runStep(
      async () => {
        try {
          return { done: await work() };
        } catch (error) {
          logger.error({ err: error, step: name }, 'registration step failed');
          return { refused: refusalOf(error) ?? OUR_FAULT };
        }
      },
      { name },
    );
  }

  const undoRegistration = DBOS.registerWorkflow(
    async (plan: RegistrationPlan, late: boolean): Promise<void> => {
      const removeAll = async () => {
        await persist('remove rows', () => undo.removeRows(plan));
        await persist('remove client', () => undo.removeClient(plan));
        await persist('remove identity', () => undo.removeIdentity(plan));
      };
      await removeAll();
      if (late) {
        await DBOS.sleep(settleMs);
        await removeAll();
      }
      await persist('allow retry', () => undo.allowRetry(plan));
    },
    { name: 'undo-registration' },
  );

  async function refuse(plan: RegistrationPlan, refused: Refusal): Promise<RegistrationOutcome> {
    const workflowID = `${DBOS.workflowID}:undo`;
    await DBOS.startWorkflow(undoRegistration, { workflowID })(plan, refused.late);
    return { refused };
  }

  return DBOS.registerWorkflow(
    async (plan: RegistrationPlan): Promise<RegistrationOutcome> => {
      const identity = await attempt('create identity', () => steps.createIdentity(plan));
      if ('refused' in identity) return refuse(plan, identity.refused);
      const agent = identity.done;

      const client = await attempt('create client', () => steps.createClient(plan, agent));
      if ('refused' in client) return refuse(plan, client.refused);

      const rows = await attempt('write rows', () => steps.writeRows(plan, agent));
      if ('refused' in rows) return refuse(plan, rows.refused);

      const relations = await attempt('deliver relations', () => steps.deliverRelations(rows.done));
      if ('refused' in relations) return refuse(plan, relations.refused);

      await persist('finish', () => steps.finish(plan));
      return { registered: { identityId: agent.id, clientId: plan.clientId } };
    },
    { name: 'register-agent' },
  );
}

const OUR_FAULT: Refusal = {
  code: 'INTERNAL_SERVER_ERROR',
  detail: 'The registration failed; nothing was kept.',
  late: false,
};
