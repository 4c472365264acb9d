// Bundles main.ts and runs it: see there, and docs/tuning-run.md.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
// Beside the sources: the package with native code is found from there.
const outfile = path.join(here, `.run-${process.pid}.mjs`);
process.on('exit', () => rmSync(outfile, {force: true}));
buildSync({
	entryPoints: [path.join(here, 'main.ts')],
	bundle: true,
	external: ['node-pty'],
	platform: 'node',
	format: 'esm',
	outfile,
	banner: {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"},
	logLevel: 'error',
});
process.exitCode = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {stdio: 'inherit'}).status ?? 1;
