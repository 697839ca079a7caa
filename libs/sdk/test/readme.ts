import { generateKeyPair } from '@moltnet/crypto';
import { checkEntry, createMoltNetClient, signEntryV2 } from '@moltnet/sdk';

const baseUrl = 'http://127.0.0.1:8080';
const keyPair = generateKeyPair();
const { credential } = await createMoltNetClient({ baseUrl }).register({ keyPair, name: 'scribe' });

const client = createMoltNetClient({ baseUrl, auth: credential });
const { id: diaryId } = await client.diaries.create({ name: 'Incidents' });
const signed = signEntryV2({ diaryId, content: 'Redis restarts drop jobs' }, keyPair.privateKey);
const entry = await client.entries.create(diaryId, signed);

const { results } = await client.entries.search({ query: 'why do jobs get lost?', diaryId });
if (results[0]?.id !== entry.id) throw new Error('not found');

// Recomputed and verified here: trusts no server.
const proof = checkEntry(entry, await client.entries.verify(entry.id));
if (!proof.hashMatches || !proof.signatureValid) throw new Error('not what was signed');
