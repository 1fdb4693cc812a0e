// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** What stands between many a browser and its server: a proxy that passes HTTP, and WebSocket if it is so minded. */
export class HttpProxy {
    /** What an upgrade meets: `pass`, `refuse` with a status, or `hang` without an answer. */
    upgrades: 'pass' | 'refuse' | 'hang' = 'pass';
    /** Nothing gets through at all. */
    isCut = false;
    /** Paths that were asked for, `upgrade` for each upgrade. */
    readonly seen: string[] = [];
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();

    private constructor(target: number) {
        this.#server = createServer((incoming, answer) => {
            this.seen.push(incoming.url!.split('?')[0]!);
            const { method, url, headers } = incoming;
            const outgoing = request({ host: '127.0.0.1', port: target, method, path: url, headers }, (reply) => {
                answer.writeHead(reply.statusCode!, reply.headers);
                reply.pipe(answer);
            });
            outgoing.on('error', () => answer.destroy());
            answer.on('close', () => outgoing.destroy());
            incoming.pipe(outgoing);
        });
        this.#server.on('connection', (socket: Socket) => {
            if (this.isCut) socket.destroy();
            this.#keep(socket);
        });
        this.#server.on('upgrade', (incoming, client: Socket, head) => {
            this.seen.push('upgrade');
            if (this.upgrades === 'hang') return;
            if (this.upgrades === 'refuse') {
                client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
                return;
            }
            const server = connect(target, '127.0.0.1', () => {
                const fields: string[] = [];
                for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
                    fields.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
                }
                server.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
                server.write(head);
                server.pipe(client).pipe(server);
            });
            this.#keep(server);
            server.on('error', () => client.destroy());
            server.on('close', () => client.destroy());
            client.on('close', () => server.destroy());
        });
    }

    static async start(target: number): Promise<HttpProxy> {
        const proxy = new HttpProxy(target);
        await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
        return proxy;
    }

    get port(): number {
        return (this.#server.address() as AddressInfo).port;
    }

    /** Ends every connection that goes through. */
    cut(): void {
        for (const socket of this.#sockets) socket.destroy();
    }

    async end(): Promise<void> {
        this.cut();
        await new Promise((resolve) => this.#server.close(resolve));
    }

    #keep(socket: Socket): void {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.#sockets.delete(socket));
    }
}
