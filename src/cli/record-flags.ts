import {type Command, InvalidArgumentError, Option} from 'commander';

/** The flags of `falconer record`: sysdig's, where it has them. */
export interface RecordFlags {
	readonly write: string;
	readonly read?: string;
	readonly durationSeconds?: number;
	readonly fileSize?: number;
	readonly fileCount?: number;
	readonly events?: number;
	readonly compress: boolean;
	readonly all: boolean;
	readonly snaplen?: number;
	readonly oldReaders: boolean;
}

const above = (what: string, isWhole: boolean) => (text: string) => {
	const value = Number(text);
	if (!(value > 0) || (isWhole && !Number.isInteger(value)))
		throw new InvalidArgumentError(`expected a ${isWhole ? 'whole ' : ''}number of ${what} above 0.`);
	return value;
};

const limit = (flags: string, text: string, parser: (text: string) => number): Option => new Option(flags, text).argParser(parser);

export function addRecordFlags(command: Command): Command {
	return command
		.argument('[filter...]', "a condition in Falco's language: what readers of the file shall see (default: everything)")
		.requiredOption('-w, --write <file>', 'the capture to write, - for standard output; an existing file is never overwritten')
		.option('-r, --read <file>', 'take the events of another capture instead of this machine, - for standard input')
		.addOption(limit('-M, --duration-seconds <seconds>', 'stop after so many seconds', above('seconds', false)))
		.addOption(limit('-n, --events <count>', 'stop after so many events that the filter lets through', above('events', true)))
		.addOption(
			limit(
				'-C, --file-size <megabytes>',
				'begin a new file after so many millions of bytes: FILE0, FILE1 …',
				above('megabytes', false),
			).conflicts('read'),
		)
		.addOption(limit('-W, --file-count <count>', 'with -C: keep so many files, then write the first anew', above('files', true)))
		.option('-A, --all', 'also calls that every program makes all the time: read, write, stat, mmap, poll, futex and their like', false)
		.option('-z, --compress', 'compress with gzip (also when the file’s name ends with .gz)', false)
		.option('--old-readers', 'write what sysdig 0.29 and other readers of before 2022 refuse in a form that they take', false)
		.addOption(limit('-s, --snaplen <bytes>', 'bytes of data kept of each read and write', above('bytes', true)));
}
