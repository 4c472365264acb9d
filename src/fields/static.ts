import {toByteString} from '../events/byte-string.ts';
import {type FieldClass, rowsOf} from './row.ts';

const row = rowsOf('static');

/** The fields that `static_fields` of the configuration defines: key `k` is `static.k`. */
export function staticClass(fields: Readonly<Record<string, string>>): FieldClass {
	return {
		name: 'static',
		description: 'Constants from static_fields of the configuration.',
		sources: [],
		rows: Object.entries(fields).map(([key, text]) => {
			const value = toByteString(text);
			return row(`static.${key}`, 'CHARBUF', ['A constant of the configuration.', text], () => value);
		}),
	};
}
