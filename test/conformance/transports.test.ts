import { transportContract } from './transport-contract.ts';

transportContract({ name: 'short-polling', holdsALine: false });
transportContract({ name: 'long-polling', holdsALine: true });
transportContract({ name: 'websocket', holdsALine: true });
