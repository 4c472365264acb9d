import {parentPort} from 'node:worker_threads';
import type {EngineRequest} from './protocol.ts';
import {EngineSession} from './session.ts';

// The worker's entry: bundled to dist/engine-worker.cjs.
const port = parentPort;
if (port === null) throw new Error('engine-worker.cjs runs as a worker thread only');

const session = new EngineSession((message) => port.postMessage(message));
port.on('message', (request: EngineRequest) => {
	session.handle(request);
	// With the port closed the worker ends once its source has let go.
	if (request.kind === 'stop') void session.finished.then(() => port.close());
});
