import {basename} from 'node:path';
import {PRIORITIES, type Priority} from '../../alerts/alert.ts';
import type {FieldValue} from '../../fields/field.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {cellWidth, cutCells} from '../terminal/width.ts';
import type {StyleName} from '../theme/theme.ts';

/** Priority never by colour alone: Error and Emergency begin alike, so the highest is `!`. */
const LETTERS = ['!', 'A', 'C', 'E', 'W', 'N', 'I', 'D'];

export const priorityLetter = (priority: Priority): string => LETTERS[priority];
export const priorityName = (priority: Priority): string => PRIORITIES[priority];
export const priorityStyle = (priority: Priority): StyleName => `priority.${PRIORITIES[priority].toLowerCase()}` as StyleName;

/** A container's id as tables show it. */
export const containerName = (id: string, name = ''): string =>
	id === '' || id === 'host' ? 'host' : name === '' ? showBytes(id) : showBytes(name);

/** Fields whose bytes are an address, not text. */
const ADDRESS_FIELDS = /^fd\.([clrs]?ip)$/;

/** A field's value as a person reads it; escaped. */
export function showValue(value: FieldValue | null, field = ''): string {
	if (value === undefined || value === null) return '–';
	if (typeof value === 'object') return `(${value.map((item) => showValue(item as FieldValue, field)).join(', ')})`;
	if (typeof value !== 'string') return String(value);
	return ADDRESS_FIELDS.test(field) ? showAddress(value) : showBytes(value);
}

/** 4 or 16 bytes in network order as an address; anything else as text. */
function showAddress(bytes: string): string {
	if (bytes.length === 4) return Array.from(bytes, (byte) => byte.charCodeAt(0)).join('.');
	if (bytes.length !== 16) return showBytes(bytes);
	const groups = Array.from({length: 8}, (_, at) => ((bytes.charCodeAt(at * 2) << 8) | bytes.charCodeAt(at * 2 + 1)).toString(16));
	return groups
		.join(':')
		.replace(/\b0(:0\b)+/, ':')
		.replace(/:{3,}/, '::');
}

/** A condition of a file, where line ends and indentation mean nothing. */
export const oneLine = (condition: string): string => condition.replace(/\s+/g, ' ').trim();

/** A file's path, safe; where it has no room its name alone, cut if need be. */
export function pathIn(path: string, cells: number): string {
	const whole = showText(path);
	return cellWidth(whole) <= cells ? whole : cutCells(showText(basename(path)), Math.max(1, cells));
}
