// Fails where the JSON of a bench run is not of its schema, or says something that can't be of a sound lab.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync(new URL('../bench/result.schema.json', import.meta.url), 'utf8'));
const result = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const faults = ajv.validate(schema, result)
  ? []
  : ajv.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);

if (result.summary.length !== result.scenario.transports.length) faults.push('a transport is missing');
for (const { transport, valid, invalidBecause, completeness } of result.summary) {
  if (valid !== true) faults.push(`${transport}: ${invalidBecause.join('; ')}`);
  for (const count of ['lost', 'duplicatedShown', 'outOfOrder', 'gaps']) {
    if (completeness[count] !== 0) faults.push(`${transport}: ${completeness[count]} ${count}`);
  }
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
