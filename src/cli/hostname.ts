import {hostname} from 'node:os';

/** The host name that alerts carry. */
export const alertHostname = (env: NodeJS.ProcessEnv): string => env.FALCO_HOSTNAME || hostname();
