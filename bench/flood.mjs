// Captures with as many events as wanted at a steady rate, and a rule that makes an alert of each.
import {createWriteStream, readFileSync, writeFileSync} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGzip, gunzipSync} from 'node:zlib';

/** Block types of events, and where in them the time stands. */
const TIME_AT = new Map([
	[0x216, 10],
	[0x217, 14],
]);
const PIECE_EVENTS = 2000;

/** Writes the events of a capture again and again, `perSecond` of the recording's own time. */
export async function writeFlood({from, to, events, perSecond}) {
	const {head, blocks} = splitBlocks(gunzipSync(readFileSync(from)));
	const stepNs = BigInt(Math.round(1e9 / perSecond));
	function* pieces() {
		yield Buffer.concat(head);
		let atNs = BigInt(Date.now()) * 1_000_000n;
		for (let done = 0; done < events; done += PIECE_EVENTS) {
			const piece = [];
			for (let event = done; event < Math.min(events, done + PIECE_EVENTS); event++) {
				const block = Buffer.from(blocks[event % blocks.length]);
				block.writeBigUInt64LE(atNs, TIME_AT.get(block.readUInt32LE(0)));
				atNs += stepNs;
				piece.push(block);
			}
			yield Buffer.concat(piece);
		}
	}
	await pipeline(Readable.from(pieces()), createGzip({level: 1}), createWriteStream(to));
}

function splitBlocks(bytes) {
	const head = [];
	const blocks = [];
	for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) {
		const block = bytes.subarray(at, at + bytes.readUInt32LE(at + 4));
		(TIME_AT.has(block.readUInt32LE(0)) ? blocks : head).push(block);
	}
	return {head, blocks};
}

export function writeFloodRules(file) {
	writeFileSync(
		file,
		'- rule: Any event\n  desc: every event\n  condition: evt.num >= 0\n  output: "%evt.type by %proc.name of %fd.name (%proc.cmdline)"\n  priority: WARNING\n',
	);
	return file;
}
