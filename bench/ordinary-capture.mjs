// Makes a capture of ordinary work with Falconer's own recorder.
import {spawn} from 'node:child_process';
import {createServer} from 'node:http';
import path from 'node:path';

/** Records rounds of `loads/ordinary.sh` until `events` are in `file`. Returns what the recorder says at its end. */
export async function recordOrdinaryWork({root, folder, file, events}) {
	const recorder = spawn(path.join(root, 'bin', 'falconer'), ['record', '-A', '-n', String(events), '-w', file], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	recorder.stderr.setEncoding('utf8').on('data', (text) => {
		said += text;
	});
	const ended = new Promise((resolve) => recorder.once('exit', resolve));
	const server = createServer((_, response) => response.end('hello\n'.repeat(100)));
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	let isOver = false;
	let load;
	void ended.then(() => {
		isOver = true;
		load?.kill();
	});
	while (!isOver) {
		load = spawn(path.join(root, 'bench', 'loads', 'ordinary.sh'), [folder, String(server.address().port)], {stdio: 'ignore'});
		await new Promise((resolve, reject) => load.once('exit', resolve).once('error', reject));
	}
	server.close();
	if ((await ended) !== 0) throw new Error(`falconer record failed:\n${said}`);
	return said.trim().split('\n').slice(-2).join('; ');
}
