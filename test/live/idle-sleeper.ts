import {spawn} from 'node:child_process';

const PROGRAM = `
import sys, threading, time
worst = 0.0
done = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
while not done.is_set():
    at = time.monotonic()
    time.sleep(0.005)
    worst = max(worst, time.monotonic() - at - 0.005)
print(worst * 1000)
`;

/** How late a process woke at worst that does nothing but sleep 5 ms: above this, times of others say nothing about them. */
export const MOST_LATE_MS = 40;

/** Starts such a process; calling the result ends it and gives the worst delay in milliseconds. */
export function startIdleSleeper(): () => Promise<number> {
	const child = spawn('python3', ['-c', PROGRAM], {stdio: ['pipe', 'pipe', 'inherit']});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
	});
	return () => {
		child.stdin.end();
		return new Promise((resolve) => child.once('close', () => resolve(Number(output))));
	};
}
