import type {EventContext} from '../system/context.ts';
import {type FieldClass, type FieldUse, rowsOf} from './row.ts';

const row = rowsOf('util');

/** Falco reads the value of an output field three times an event; JSON shows the second reading. */
const READINGS = 3;
const JSON_READING = 2;

function counter(_use: FieldUse) {
	let count = 0;
	let texts = 0;
	let jsons = 0;
	return {
		extract: () => ++count,
		output: (_event: EventContext) => READINGS * texts++ + 1,
		json: () => READINGS * jsons++ + JSON_READING,
	};
}

/** Odds and ends, hidden in Falco. */
export const UTIL: FieldClass = {
	name: 'util',
	description: 'Odds and ends.',
	sources: ['syscall'],
	rows: [
		row('util.cnt', 'UINT64', ['How often this use of the field was asked for.', '2'], {
			bind: counter,
			remembers: true,
			print: 'ID',
			hidden: true,
		}),
	],
};
