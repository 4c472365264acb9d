// Loaded before the program while it is built: a terminal in memory, on which the dashboard is opened, looked at and left.
'use strict';
const {Duplex, Readable} = require('node:stream');

const COLUMNS = 160;
const ROWS = 50;
const FRAME_END = '\x1b[?2026l';
/** Frames until the figures move and the rules are there. */
const FRAMES = 12;

const input = Object.assign(new Readable({read() {}}), {isTTY: true, setRawMode: () => input});
let frames = 0;
const output = new Duplex({
	read() {},
	write(chunk, _encoding, done) {
		if (chunk.includes(FRAME_END) && ++frames === FRAMES) input.push('q');
		done();
	},
});
Object.assign(output, {isTTY: true, columns: COLUMNS, rows: ROWS});
Object.defineProperty(process, 'stdin', {value: input});
Object.defineProperty(process, 'stdout', {value: output});
