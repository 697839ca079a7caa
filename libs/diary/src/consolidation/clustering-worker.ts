import { parentPort } from 'node:worker_threads';
import { type ClusteringJob, type ClusteringReply, doClusteringJob } from './clustering-job.ts';

// The entry of the clustering thread, a file of its own in bundles too: 2,000 memories take half a
// second, which the event loop of the API does not have.
if (parentPort === null) throw new Error('clustering-worker runs as a worker thread only');
const port = parentPort;
const reply = (message: ClusteringReply): void => port.postMessage(message);

port.on('message', (job: ClusteringJob) => {
  try {
    reply({ id: job.id, clusters: doClusteringJob(job) });
  } catch (error) {
    reply({ id: job.id, failure: error instanceof Error ? error.message : String(error) });
  }
});
