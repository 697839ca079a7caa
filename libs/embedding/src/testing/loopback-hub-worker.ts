import { env } from '@huggingface/transformers';

// The embedding worker with the Hugging Face hub replaced by a server on this machine, so that the
// download is the real one down to its HTTP requests.
env.remoteHost = process.env['LOOPBACK_HUB'] ?? '';

await import('../embedding-worker.ts');
