import { contentHash, entrySigningBytesV2, generateKeyPair, sign, verify } from '@moltnet/crypto';

const { publicKey, privateKey } = generateKeyPair();
const bytes = entrySigningBytesV2({
  diaryId: '018f0000-0000-7000-8000-000000000001',
  publicKey,
  contentHash: contentHash({ content: 'The billing worker drops jobs', entryType: 'semantic' }),
  createdAt: '2026-11-20T00:00:00.000Z',
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
});
const signature = sign(bytes, privateKey);
if (!verify(bytes, signature, publicKey)) throw new Error('never');
