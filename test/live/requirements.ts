import {existsSync} from 'node:fs';
import path from 'node:path';
import {PROJECT} from './agent-process.ts';

/** Falco's stock rules and recorded answers lie beside the checkout where they are at hand. */
export const SHARED = path.resolve(PROJECT, '../shared');
export const SHIPPED_RULES = path.join(PROJECT, 'rules/falconer_rules.yaml');

/** Why live tests cannot run here; undefined when they can. */
export function liveObstacle(): string | undefined {
	if (process.platform !== 'linux') return 'live events need Linux';
	if (process.getuid?.() !== 0) return 'live events need root';
	if (!existsSync('/sys/kernel/btf/vmlinux')) return 'the kernel has no BTF';
	if (!existsSync(path.join(PROJECT, 'native/addon/build/Release/falconer.node'))) return 'the driver is not built';
	return undefined;
}

export const stockRulesObstacle = () =>
	existsSync(path.join(SHARED, 'rules/falco_rules.yaml')) ? undefined : 'the stock rules are not at hand';
