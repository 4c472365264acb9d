import {createReadStream} from 'node:fs';
import {createGunzip} from 'node:zlib';
import {type ByteSource, PIECE_BYTES} from './byte-source.ts';

/** zlib loses what it was about to hand out when it meets a fault; with pieces of this size that is little. */
const SALVAGE_PIECE_BYTES = 1024;

/**
 * Inflates as it is read. At a fault the file is inflated once more in small steps, so that next to nothing before the fault
 * is lost; then the fault is thrown.
 */
export function gzipSource(path: string, fileSizeBytes: number): ByteSource {
	let inflation = inflate(path, PIECE_BYTES);
	let delivered = 0;
	let isSalvaging = false;

	const readOn = async (): Promise<Buffer | undefined> => {
		const {done, value} = await inflation.pieces.next();
		return done ? undefined : value;
	};

	/** The first piece behind what was delivered already. */
	const salvage = async (): Promise<Buffer | undefined> => {
		isSalvaging = true;
		inflation.stop();
		inflation = inflate(path, SALVAGE_PIECE_BYTES);
		for (let seen = 0; ; ) {
			const piece = await readOn();
			if (piece === undefined) return undefined;
			seen += piece.length;
			if (seen > delivered) return piece.subarray(Math.max(0, piece.length - (seen - delivered)));
		}
	};

	return {
		async read() {
			let piece: Buffer | undefined;
			try {
				piece = await readOn();
			} catch (error) {
				if (isSalvaging) throw error;
				piece = await salvage();
			}
			delivered += piece?.length ?? 0;
			return piece;
		},
		get fileBytesRead() {
			return inflation.bytesRead();
		},
		fileSizeBytes,
		async close() {
			inflation.stop();
		},
	};
}

interface Inflation {
	readonly pieces: AsyncIterator<Buffer>;
	bytesRead(): number;
	stop(): void;
}

function inflate(path: string, chunkSize: number): Inflation {
	const stream = createReadStream(path, {highWaterMark: PIECE_BYTES});
	const gunzip = createGunzip({chunkSize});
	stream.on('error', (error) => gunzip.destroy(error));
	stream.pipe(gunzip);
	return {
		pieces: gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>,
		bytesRead: () => stream.bytesRead,
		stop() {
			stream.unpipe(gunzip);
			stream.destroy();
			gunzip.destroy();
		},
	};
}
