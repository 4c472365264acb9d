import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

/** The folder of the installed package (or the checkout): where rules/, themes/ and recordings/ are. */
export function findPackageRoot(from: string = path.dirname(fileURLToPath(import.meta.url))): string {
	for (let folder = from; ; folder = path.dirname(folder)) {
		if (existsSync(path.join(folder, 'package.json'))) return folder;
		if (folder === path.dirname(folder)) throw new Error(`no package.json above ${from}`);
	}
}
