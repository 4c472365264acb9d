import {placeAt, type Spot} from '../source-file.ts';

/** `rules.yaml:3`, line from 1. */
export function placeText(spot: Spot): string {
	const {file, line} = placeAt(spot);
	return `${file}:${line + 1}`;
}
