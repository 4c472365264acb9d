// Bundles bench/filter.ts and runs it: see there.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
const outfile = path.join(scratch, 'filter.mjs');
const banner = {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"};
buildSync({entryPoints: [path.join(here, 'filter.ts')], bundle: true, platform: 'node', format: 'esm', outfile, banner, logLevel: 'error'});
const node = [...(process.env.NODE_FLAGS?.split(' ') ?? []), outfile];
process.exitCode = spawnSync(process.execPath, [...node, ...process.argv.slice(2)], {stdio: 'inherit'}).status ?? 1;
