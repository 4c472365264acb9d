import type {Command} from 'commander';

/** Exit code of a mistake on the command line where the others say something of the files. */
export const USAGE_ERROR = 2;

/** A mistake on the command line exits with 2, so that 1 is only ever said of the files. */
export const strict = (command: Command): Command => command.exitOverride(({exitCode}) => process.exit(exitCode === 0 ? 0 : USAGE_ERROR));
