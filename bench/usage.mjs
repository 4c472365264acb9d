// Loaded into a measured Node process (NODE_OPTIONS=--import): at its end it writes what it used to FALCONER_USAGE.
import {writeFileSync} from 'node:fs';

process.once('exit', () => {
	const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
	writeFileSync(
		process.env.FALCONER_USAGE,
		JSON.stringify({cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024, seconds: process.uptime()}),
	);
});
