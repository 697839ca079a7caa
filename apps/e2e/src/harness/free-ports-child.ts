import { freePorts } from './free-ports.ts';

process.send?.(await freePorts(Number(process.argv[2])));
process.on('message', () => undefined);
