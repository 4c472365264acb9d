import type {ByteString} from '../events/byte-string.ts';

/** Bytes of a directory and a path together, from which on Falco gives up resolving. */
const MAX_PATH_BYTES = 1024;
const TOO_LONG = '/DIR_TOO_LONG/FILENAME_TOO_LONG';
const SLASH = 0x2f;
const DOT = 0x2e;
/** An absolute path in which nothing is to be resolved. */
const PLAIN = /^\/(?:[^/.][^/]*(?:\/[^/.][^/]*)*)?$/;

/**
 * The path that a process in `directory` (which ends in a slash) means by `path`: `.`, `..` and double slashes resolved as
 * Falco does it, on the text alone; links are not followed, a slash at the end is dropped.
 */
export function resolvePath(directory: ByteString, path: ByteString): ByteString {
	const isRelative = path.length > 0 && path.charCodeAt(0) !== SLASH;
	if (directory.length + path.length + 1 > MAX_PATH_BYTES) return TOO_LONG;
	if (!isRelative) return PLAIN.test(path) ? path : append('', path);
	return append(directory, path);
}

function append(base: ByteString, path: ByteString): ByteString {
	const end = path.length;
	let out = base;
	for (let at = 0; at < end; ) {
		const isSegmentStart = out.length === 0 || out.charCodeAt(out.length - 1) === SLASH;
		if (path.charCodeAt(at) === SLASH) {
			// A path that climbed out of its base begins anew without a slash.
			if (!(isSegmentStart && (out.length > 0 || base.length > 0))) out += '/';
			at++;
			continue;
		}
		const dots = isSegmentStart ? dotsAt(path, at) : 0;
		if (dots > 0) {
			if (dots === 2) out = parentOf(out);
			at += dots + 1;
			continue;
		}
		const slash = path.indexOf('/', at);
		const segmentEnd = slash < 0 ? end : slash;
		out += path.slice(at, segmentEnd);
		at = segmentEnd;
	}
	return out.length > 1 && out.charCodeAt(out.length - 1) === SLASH ? out.slice(0, -1) : out;
}

/** 1 for a segment `.`, 2 for `..`, 0 for a name. */
function dotsAt(path: ByteString, at: number): 0 | 1 | 2 {
	if (path.charCodeAt(at) !== DOT) return 0;
	const ends = (place: number): boolean => place >= path.length || path.charCodeAt(place) === SLASH;
	if (ends(at + 1)) return 1;
	return path.charCodeAt(at + 1) === DOT && ends(at + 2) ? 2 : 0;
}

/** `out` without its last segment; it ends in a slash, or is empty. */
const parentOf = (out: ByteString): ByteString => (out.length <= 1 ? out : out.slice(0, out.lastIndexOf('/', out.length - 2) + 1));
