import type {EngineOptions} from './options.ts';
import type {EngineSource, EventSelection} from './source.ts';

/** Opens what the specification names. Throws a typed failure with a hint where that is impossible. `signal` ends a wait for a pipe. */
export async function openSource(
	{source, hostname, snapshots}: EngineOptions,
	selection: EventSelection,
	signal: AbortSignal,
): Promise<EngineSource> {
	switch (source.kind) {
		case 'capture': {
			const {CaptureSource} = await import('./capture-source.ts');
			return CaptureSource.open({file: source.file, speed: source.speed, loop: source.loop ?? false, hostname, signal});
		}
		case 'live': {
			const {LiveSource} = await import('./live-source.ts');
			return LiveSource.open({
				ringBytes: source.ringBytes,
				snaplen: source.snaplen,
				hostname,
				selection,
				counting: snapshots,
				leaveOutOwn: snapshots,
				hostRoot: process.env.HOST_ROOT ?? '',
			});
		}
	}
}
