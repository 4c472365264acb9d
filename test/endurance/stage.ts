import {type ChildProcess, type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {CONTAINERS, type Container, type Scene, SERVICES, type Service} from './scene.ts';
import {writeContainerRoot, writeHostView, writeScenery} from './scenery.ts';

const IMAGE = 'falconer-noise:1';
const ENVIRONMENT = {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root'};

export interface StageOptions {
	/** Folder of the actor's source and the stage's script. */
	readonly sources: string;
	/** `docker` with its flags; undefined for processes only. */
	readonly docker: readonly string[] | undefined;
}

/** Where scenes are played: services in namespaces of their own, and containers, each a shell that reads lines. */
export class Stage {
	readonly #folder = mkdtempSync(path.join(tmpdir(), 'falconer-stage-'));
	/** Tells the scenes of this run from those of another one beside it. */
	readonly mark = `${path.basename(this.#folder).split('-').at(-1)}:`;
	readonly #shells = new Map<Service | Container, Writable>();
	readonly #children: ChildProcess[] = [];
	readonly #docker: readonly string[] | undefined;
	#holder: ChildProcessByStdio<null, Readable, null> | undefined;

	private constructor(docker: readonly string[] | undefined) {
		this.#docker = docker;
	}

	static async open({sources, docker}: StageOptions): Promise<Stage> {
		const stage = new Stage(docker);
		try {
			await stage.#build(sources);
			return stage;
		} catch (error) {
			await stage.close();
			throw error;
		}
	}

	/** What a command needs in front of it to see the stage's files; the network stays the machine's. */
	get entrance(): readonly string[] {
		return ['nsenter', '-t', String(this.#holder!.pid), '-m', '--'];
	}

	play({id, by}: Scene, line: string): void {
		this.#shells.get(by)!.write(`(export NOISE='${this.mark}${id}'; ${line}) > /dev/null 2>&1 < /dev/null &\n`);
	}

	async close(): Promise<void> {
		if (this.#docker) for (const name of CONTAINERS) this.#runDocker('rm', '-f', containerName(name));
		const ended = [...this.#children, ...(this.#holder ? [this.#holder] : [])].map((child) => endOf(child));
		for (const child of this.#children) child.kill('SIGKILL');
		this.#holder?.kill('SIGKILL');
		await Promise.all(ended);
		if (this.#docker) this.#runDocker('rmi', '-f', IMAGE);
		rmSync(this.#folder, {recursive: true, force: true});
	}

	async #build(sources: string): Promise<void> {
		const actor = path.join(this.#folder, 'actor');
		const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0) ?? 'cc';
		const built = spawnSync(compiler, ['-static', '-O1', '-o', actor, path.join(sources, 'actor.c')], {encoding: 'utf8'});
		if (built.status !== 0) throw new Error(`the stage needs a C compiler with static libraries: ${built.stderr || built.error}`);
		const scenery = path.join(this.#folder, 'scenery');
		const layers = path.join(this.#folder, 'layers');
		mkdirSync(layers);
		writeScenery(scenery, actor);
		await this.#hold(path.join(sources, 'stage.sh'), layers, scenery);
		for (const service of Object.keys(SERVICES) as Service[]) this.#openService(service);
		if (this.#docker) this.#openContainers(this.#docker, actor);
	}

	async #hold(script: string, layers: string, scenery: string): Promise<void> {
		const args = ['-m', '-n', '--propagation', 'private', '--', '/bin/sh', script, layers, scenery];
		const holder = spawn('unshare', args, {stdio: ['ignore', 'pipe', 'inherit'], env: ENVIRONMENT});
		this.#holder = holder;
		for await (const line of createInterface(holder.stdout)) if (line === 'ready') break;
		if (holder.exitCode !== null) throw new Error('the stage could not be set up: it needs root, overlayfs and namespaces');
		this.#spawnInside('/opt/stage/peer', ['serve', '443', '4444', '8080', '8081', '8443'], 'ignore');
	}

	#spawnInside(program: string, args: readonly string[], stdin: 'ignore' | 'pipe'): ChildProcess {
		const inside = ['-t', String(this.#holder!.pid), '-m', '-n', '--', program, ...args];
		const env = {...ENVIRONMENT, DOCKER: this.#docker?.join(' ') ?? 'false'};
		const child = spawn('nsenter', inside, {stdio: [stdin, 'ignore', 'ignore'], env});
		this.#children.push(child);
		return child;
	}

	#openService(service: Service): void {
		this.#shells.set(service, this.#spawnInside(SERVICES[service], ['--norc'], 'pipe').stdin!);
	}

	#openContainers(docker: readonly string[], actor: string): void {
		const root = path.join(this.#folder, 'root');
		writeContainerRoot(root, actor);
		spawnSync('chroot', [root, '/bin/busybox', '--install', '-s', '/bin']);
		const archive = path.join(this.#folder, 'root.tar');
		spawnSync('tar', ['-C', root, '-cf', archive, '.']);
		const imported = this.#runDocker('import', '--change', 'CMD ["/bin/sh"]', archive, IMAGE);
		if (imported !== 0) throw new Error('docker could not import the image of the noise');
		const view = path.join(this.#folder, 'host');
		writeHostView(view);
		for (const name of CONTAINERS) {
			const args = ['run', '-i', '--rm', '--name', containerName(name), '-v', `${view}:/host:ro`, IMAGE, '/bin/sh'];
			const child = spawn(docker[0], [...docker.slice(1), ...args], {stdio: ['pipe', 'ignore', 'inherit']});
			this.#children.push(child);
			this.#shells.set(name, child.stdin!);
		}
	}

	#runDocker(...args: readonly string[]): number | null {
		const [command, ...flags] = this.#docker!;
		return spawnSync(command, [...flags, ...args], {stdio: 'ignore'}).status;
	}
}

const containerName = (name: Container): string => `falconer-noise-${name}`;

const endOf = (child: ChildProcess): Promise<unknown> =>
	child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));

/** `docker` as it can be called here; undefined where no engine answers. */
export function findDocker(command = process.env.DOCKER ?? 'docker'): readonly string[] | undefined {
	const [program, ...flags] = command.split(' ');
	if (!existsSync('/usr/bin/busybox')) return undefined;
	return spawnSync(program, [...flags, 'info'], {stdio: 'ignore'}).status === 0 ? [program, ...flags] : undefined;
}
