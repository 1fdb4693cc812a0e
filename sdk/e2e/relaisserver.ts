// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../build/release/server/relais-server', import.meta.url));

export async function freePort(): Promise<number> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return port;
}

/** The real server, as a process of its own, on a port that stays the same over restarts, with its journal. */
export class RelaisServer {
    readonly #program = process.env.RELAIS_SERVER ?? built;
    readonly #data = mkdtempSync(join(tmpdir(), 'relais-e2e-'));
    #process: ChildProcess | undefined;
    #log = '';

    private constructor(
        readonly port: number,
        private readonly settings: string[],
    ) {}

    /** `settings` as `name=value`. */
    static async start(...settings: string[]): Promise<RelaisServer> {
        const server = new RelaisServer(await freePort(), settings);
        if (!existsSync(server.#program)) throw new Error(`no server at ${server.#program}; RELAIS_SERVER names it`);
        await server.start();
        return server;
    }

    async start(): Promise<void> {
        const settings = ['--port', `${this.port}`, '--journal', 'sqlite', '--data-dir', this.#data];
        const more = this.settings.flatMap((setting) => ['--set', setting]);
        const started = spawn(this.#program, [...settings, '--log-format', 'text', ...more], {
            cwd: this.#data,
            env: { PATH: process.env.PATH },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.#process = started;
        started.stderr!.on('data', (text) => (this.#log += text));
        started.stdout!.on('data', (text) => (this.#log += text));
        for (let attempt = 0; attempt < 200; ++attempt) {
            if (started.exitCode !== null) break;
            const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
            if (answer?.ok) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`the server did not start:\n${this.#log}`);
    }

    /** As kill -9. */
    async kill(): Promise<void> {
        const process = this.#process;
        this.#process = undefined;
        if (!process || process.exitCode !== null) return;
        const ended = new Promise((resolve) => process.once('exit', resolve));
        process.kill('SIGKILL');
        await ended;
    }

    async end(): Promise<void> {
        await this.kill();
        rmSync(this.#data, { recursive: true, force: true });
    }

    async publish(payload: unknown, type = 'test.event'): Promise<string> {
        return (await this.#post('broadcast', { type, payload })).id!;
    }

    async force(reason: string, spreadMs: number): Promise<void> {
        await this.#post('force', { reason, spreadMs });
    }

    async status(): Promise<{ connections: Record<string, number> }> {
        const answer = await fetch(`http://127.0.0.1:${this.port}/api/sync/status`);
        return (await answer.json()) as { connections: Record<string, number> };
    }

    async #post(route: string, body: object): Promise<{ id?: string }> {
        const answer = await fetch(`http://127.0.0.1:${this.port}/api/sync/${route}`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as { id?: string };
    }
}
