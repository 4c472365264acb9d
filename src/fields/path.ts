import type {ByteString} from '../events/byte-string.ts';

/** The directory part of a path: up to the last separator, `/` where there is none. A final separator stays. */
export function directoryOf(path: ByteString): ByteString {
	const slash = path.lastIndexOf('/');
	if (slash <= 0) return '/';
	return slash < path.length - 1 ? path.slice(0, slash) : path;
}
