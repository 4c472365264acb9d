import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {splitBatch} from './tail-batch.ts';
import {LineSplitter} from './tail-lines.ts';
import {type AlertLineSource, type LineSink, MAX_LINE_BYTES} from './tail-source.ts';

/** A cluster's Falcos, each with a connection for every alert. */
const MAX_CONNECTIONS = 256;
const REQUEST_TIMEOUT_MS = 10_000;

/** Where to listen, by `http://ADDR:PORT`; without an address on this machine alone. A text says what is wrong. */
export function parseListenUrl(text: string): {readonly host: string; readonly port: number} | string {
	const [, bracketed, plain = '', digits] = /^http:\/\/(?:\[([0-9a-fA-F:.]+)\]|([^:/[\]@\s]*)):(\d{1,5})\/?$/.exec(text) ?? [];
	const port = Number(digits);
	if (digits === undefined || port > 65_535) return `'${text}' is no place to listen: write http://ADDR:PORT, http://127.0.0.1:2801`;
	const host = bracketed ?? plain;
	return {host: host === '' || host === 'localhost' ? '127.0.0.1' : host, port};
}

/** Listens as Falco's `http_output` target: each POST carries an alert, or several lines of them. */
export class HttpSource implements AlertLineSource {
	readonly label: string;
	readonly #host: string;
	readonly #port: number;
	readonly #maxBytes: number;
	readonly #maxConnections: number;
	#server: Server | undefined;

	constructor({host, port}: {readonly host: string; readonly port: number}, maxBytes = MAX_LINE_BYTES, maxConnections = MAX_CONNECTIONS) {
		this.#host = host;
		this.#port = port;
		this.#maxBytes = maxBytes;
		this.#maxConnections = maxConnections;
		this.label = `listening on ${host.includes(':') ? `[${host}]` : host}:${port}`;
	}

	/** The port it listens on, once it does: another one than asked for where that was 0. */
	get port(): number | undefined {
		return (this.#server?.address() as AddressInfo | null)?.port;
	}

	start(sink: LineSink): void {
		const server = createServer({requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS}, (request, response) =>
			this.#answer(request, response, sink),
		);
		server.maxConnections = this.#maxConnections;
		server.on('drop', () => sink.turnedAway());
		server.on('error', (error) =>
			sink.failed(`cannot listen on ${this.#host}:${this.#port}: ${error.message}`, 'choose another address or port'),
		);
		server.listen(this.#port, this.#host, () => sink.note(`listening on ${this.#host}:${this.port}: set http_output.url of Falco to it`));
		this.#server = server;
	}

	/** Senders do not wait: requests are taken also while the screen is paused. */
	setPaused(): void {}

	close(): Promise<void> {
		return new Promise((resolve) => {
			if (this.#server === undefined) resolve();
			else this.#server.close(() => resolve());
			this.#server?.closeAllConnections();
		});
	}

	#answer(request: IncomingMessage, response: ServerResponse, sink: LineSink): void {
		// A browser sends an origin, Falco does not: no web page can plant alerts here.
		if (request.method !== 'POST' || request.headers.origin !== undefined) {
			refuse(request, response, request.method === 'POST' ? 403 : 405);
			return;
		}
		if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
			refuse(request, response, 415);
			return;
		}
		const lines: string[] = [];
		const splitter = new LineSplitter({line: (text) => lines.push(...(splitBatch(text) ?? [text])), tooLong: () => undefined});
		let bytes = 0;
		request.on('data', (chunk: Uint8Array) => {
			bytes += chunk.length;
			if (bytes <= this.#maxBytes) splitter.feed(chunk);
			else if (!response.headersSent) {
				sink.tooLong();
				refuse(request, response, 413);
			}
		});
		request.on('end', () => {
			if (bytes > this.#maxBytes) return;
			splitter.end();
			const taken = lines.filter((line) => sink.line(line)).length;
			// An empty one asks whether somebody listens.
			const isWrong = taken === 0 && lines.length > 0;
			response
				.writeHead(isWrong ? 400 : 200, {'content-type': 'text/plain'})
				.end(isWrong ? 'no alert of Falco in it: one JSON object a line is taken\n' : 'ok\n');
		});
		request.on('error', () => response.destroy());
	}
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
	response.writeHead(status, {connection: 'close', allow: 'POST'}).end();
	request.resume();
}
