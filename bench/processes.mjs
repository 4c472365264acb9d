// What a million short processes leave behind in the system model: threads, heap.
//
//   node bench/processes.mjs [COUNT]
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {build} from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'falconer-bench-'));
process.once('exit', () => rmSync(folder, {recursive: true, force: true}));
const outfile = path.join(folder, 'processes.mjs');
await build({entryPoints: [path.join(here, 'processes.ts')], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'warning'});
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');
const {runProcesses} = await import(pathToFileURL(outfile).href);
runProcesses(Number(process.argv[2] ?? 1_000_000));
