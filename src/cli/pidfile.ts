import {writeFileSync} from 'node:fs';

/** Writes the process id, as `-P` asks. Returns why it cannot. */
export function writePidfile(file: string): string | undefined {
	try {
		writeFileSync(file, `${process.pid}\n`);
		return undefined;
	} catch (error) {
		return `the pid file cannot be written: ${(error as Error).message}`;
	}
}
