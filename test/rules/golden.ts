import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** The folder of Falco's own answers beside the checkout; undefined (with the reason printed) where there is none. */
export function goldenFile(name: string): string | undefined {
	const file = path.resolve(import.meta.dirname, '../../../shared', name);
	if (existsSync(file)) return readFileSync(file, 'utf8');
	console.log(`skipped: ../shared/${name} is not beside this checkout`);
	return undefined;
}

export const STOCK_FILES = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
