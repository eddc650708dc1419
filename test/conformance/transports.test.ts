import { transportContract } from './transport-contract.ts';
import { transportEntries } from './transport-entries.ts';

for (const entry of transportEntries) transportContract(entry);
