import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { Client, type ClientOptions } from './core/client.ts';
import type { HttpAnswer, HttpRequest, OpenSocket, PendingRequest, Ports } from './core/ports.ts';
import { Traffic } from './traffic.ts';

export interface NodePortsOptions {
  /** Where the server is, such as `http://127.0.0.1:9527`; a path in it goes before every path of the protocol. */
  readonly url: string;
  /** Whether a connection serves many requests; `false` opens one for each – the "short connection". Default true. */
  readonly keepAlive?: boolean;
  /** Counts what goes over this client's sockets. */
  readonly traffic?: Traffic;
}

export interface NodeClientOptions extends ClientOptions, NodePortsOptions {}

/** A client that runs in Node: on `node:http`, whose connections can be kept, closed and counted, and on `ws`. */
export function createClient(options: NodeClientOptions): Client {
  return new Client(createNodePorts(options), options);
}

export function createNodePorts({ url, keepAlive = true, traffic = new Traffic() }: NodePortsOptions): Ports {
  const base = new URL(url);
  const prefix = base.pathname.replace(/\/$/, '');
  const { Agent, request: startRequest } = base.protocol === 'https:' ? https : http;
  const target = { protocol: base.protocol, hostname: base.hostname.replaceAll(/^\[|\]$/g, ''), port: base.port };

  // Every connection is this agent's, those that become WebSockets too.
  const agent = new Agent({ keepAlive });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    traffic.watch(socket as Socket);
    return socket;
  };

  function request({ method, path, headers, body }: HttpRequest): PendingRequest {
    traffic.requests += 1;
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = { ...target, method, path: prefix + path, headers: { ...headers, ...length }, agent };
    const req = startRequest(options);
    const answer = new Promise<HttpAnswer>((resolve, reject) => {
      req.on('response', (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('end', () => resolve({ status: res.statusCode!, text, retryAfter: res.headers['retry-after'] }));
        res.on('error', reject);
      });
      req.on('error', reject);
    });
    req.end(body);
    return { answer, abort: () => req.destroy() };
  }

  const sockets = new Set<WebSocket>();
  const openSocket: OpenSocket = (path, protocols, events) => {
    traffic.requests += 1;
    const ws = new WebSocket(new URL(prefix + path, base), [...protocols], { agent, perMessageDeflate: false });
    sockets.add(ws);
    ws.on('open', () => events.opened());
    ws.on('message', (data: Buffer) => events.received(data.toString()));
    // A refused upgrade or a broken line is an error first; the close that follows is what is reported.
    ws.on('error', () => {});
    ws.on('close', (code, reason) => {
      sockets.delete(ws);
      events.closed(code, reason.toString());
    });
    return ws;
  };

  function dropIdle(): void {
    for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
  }

  function close(): void {
    agent.destroy();
    // The agent has handed these over. One whose line is dead would wait half a minute for the answer to its close.
    for (const ws of sockets) ws.terminate();
  }

  return { request, openSocket, dropIdle, close };
}
