// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

import {
    createContext,
    createElement,
    useContext,
    useEffect,
    useMemo,
    useRef,
    useSyncExternalStore,
    type FunctionComponent,
    type ReactNode,
} from 'react';
import {
    createConnectionManager,
    getConnectionManager,
    type AnyMessages,
    type ConnectionManager,
    type ConnectionOptions,
    type ConnectionState,
    type Message,
    type RelaisError,
    type Resync,
    type Transport,
} from './index.js';

const Context = createContext<ConnectionManager<any> | undefined>(undefined);

export interface ConnectionManagerProviderProps {
    /** How to connect. Equal options are the same connection, as getConnectionManager() has it. */
    options?: ConnectionOptions;
    /** Instead: a manager of one's own. */
    manager?: ConnectionManager<any>;
    children?: ReactNode;
}

/** Says which connection the hooks below use. It does not connect by itself. */
export const ConnectionManagerProvider: FunctionComponent<ConnectionManagerProviderProps> = ({
    options,
    manager = managerFor(options),
    children,
}) => createElement(Context.Provider, { value: manager }, children);

/** On a server nothing is shared between requests, and nothing ever started. */
function managerFor(options?: ConnectionOptions): ConnectionManager<any> {
    return typeof document === 'undefined' ? createConnectionManager(options) : getConnectionManager(options);
}

function useManager(): ConnectionManager<any> {
    return useContext(Context) ?? managerFor();
}

const holders = new WeakMap<ConnectionManager<any>, number>();

/** Connects as long as anybody holds it. */
function hold(manager: ConnectionManager<any>): () => void {
    const change = (by: number): number => {
        const count = (holders.get(manager) ?? 0) + by;
        holders.set(manager, count);
        return count;
    };
    if (change(1) === 1) manager.start();
    // Later, since StrictMode, and a change of pages, unmount and mount again at once: the connection lives on.
    return () => void setTimeout(() => change(-1) || manager.stop());
}

export type UsedConnectionManager<Messages extends object = AnyMessages> = Pick<
    ConnectionManager<Messages>,
    'send' | 'onMessage' | 'onResync' | 'start' | 'stop'
> & {
    readonly isConnected: boolean;
    readonly state: ConnectionState;
    readonly transport: Transport | null;
    readonly error: RelaisError | undefined;
    readonly manager: ConnectionManager<Messages>;
};

/**
 * The connection of the nearest provider; without one, that of getConnectionManager(). `autoConnect`: connected as long as
 * a component that says so is mounted. Renders again when the state changes, and never for a message.
 */
export function useConnectionManager<Messages extends object = AnyMessages>({
    autoConnect = false,
}: { autoConnect?: boolean } = {}): UsedConnectionManager<Messages> {
    const manager: ConnectionManager<Messages> = useManager();
    const state = useConnectionState();
    useEffect(() => (autoConnect ? hold(manager) : undefined), [manager, autoConnect]);
    return useMemo(() => {
        const { send, onMessage, onResync, start, stop, error } = manager;
        const transport = state === 'webSocket' || state === 'polling' ? state : null;
        return { isConnected: !!transport, state, transport, error, send, onMessage, onResync, start, stop, manager };
    }, [manager, state]);
}

/** The state alone. On a server, and while the page takes over from one: `stopped`. */
export function useConnectionState(): ConnectionState {
    const manager = useManager();
    return useSyncExternalStore(
        manager.onStateChange,
        () => manager.state,
        () => 'stopped',
    );
}

/** Hears of messages of this type while mounted. The handler may be a new function on each render. */
export function useMessage<Payload = any, Type extends string = string>(
    type: Type,
    handler: (message: Message<Payload, Type>) => void,
): void {
    const manager = useManager();
    const latest = useLatest(handler);
    useEffect(
        () => manager.onMessage(type, (message) => latest.current(message as Message<Payload, Type>)),
        [manager, type, latest],
    );
}

/** Hears while mounted that the state is to be fetched anew. */
export function useResync(handler: (resync: Resync) => void): void {
    const manager = useManager();
    const latest = useLatest(handler);
    useEffect(() => manager.onResync((resync) => latest.current(resync)), [manager, latest]);
}

function useLatest<Value>(value: Value): { current: Value } {
    const latest = useRef(value);
    useEffect(() => {
        latest.current = value;
    });
    return latest;
}
