import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { badRequest, notFound } from '../../../errors.ts';
import { publicPart } from '../../../tokens/signing-keys.ts';

/** Hydra's name of the keys that sign access tokens; here they sign id tokens too. */
const KEY_SET = 'hydra.jwt.access-token';

const set = Type.Object({ set: Type.String({ maxLength: 255 }) });
const key = Type.Object({ ...set.properties, kid: Type.String({ maxLength: 255 }) });
const body = Type.Object({
  alg: Type.String({ maxLength: 64 }),
  use: Type.String({ maxLength: 64 }),
  kid: Type.String({ maxLength: 255 }),
});

function assertKeySet(name: string): void {
  if (name !== KEY_SET) throw notFound(`The only key set here is ${KEY_SET}.`);
}

/** getJsonWebKeySet: the public halves; private keys leave the database for nobody. */
export function getJsonWebKeySet(routes: Routes, { keyRing }: Context): void {
  routes.get('/admin/keys/:set', { schema: { params: set } }, async ({ params }) => {
    assertKeySet(params.set);
    return { keys: keyRing.keys.map(publicPart) };
  });
}

/** createJsonWebKeySet: makes the key that signs from now on, once every verifier can have it. */
export function createJsonWebKeySet(routes: Routes, { keyRing }: Context): void {
  routes.post(
    '/admin/keys/:set',
    { schema: { params: set, body } },
    async ({ params, body: wanted }, reply) => {
      assertKeySet(params.set);
      if (wanted.alg !== 'RS256' || wanted.use !== 'sig')
        throw badRequest('Tokens are signed with RS256: alg is RS256, use is sig.');
      if (wanted.kid !== '') throw badRequest('kid is made here: leave it empty.');
      const kid = await keyRing.rotate();
      void reply.code(201);
      return { keys: keyRing.keys.filter((made) => made.kid === kid).map(publicPart) };
    },
  );
}

/** deleteJsonWebKey: for a key that leaked. What it signed is worth nothing from then on. */
export function deleteJsonWebKey(routes: Routes, { keyRing }: Context): void {
  routes.delete('/admin/keys/:set/:kid', { schema: { params: key } }, async ({ params }, reply) => {
    assertKeySet(params.set);
    await keyRing.remove(params.kid);
    return reply.code(204).send();
  });
}
