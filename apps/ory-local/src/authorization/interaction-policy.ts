import { interactionPolicy } from 'oidc-provider';

const { base, Check } = interactionPolicy;

/**
 * When a person is asked to log in or to consent: as OpenID Connect says it, and to log in again
 * where the last log-in was not to be remembered (Hydra's `remember`).
 */
export function policy(): interactionPolicy.DefaultPolicy {
  const prompts = base();
  prompts
    .get('login')
    ?.checks.add(
      new Check(
        'not_remembered',
        'End-User authentication is required',
        'login_required',
        ({ oidc }) =>
          oidc.session?.transient === true && oidc.result?.login === undefined
            ? Check.REQUEST_PROMPT
            : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return prompts;
}
