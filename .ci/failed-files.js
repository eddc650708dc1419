// Prints the test files in which something failed, one a line, from what Jest wrote with --json.
import { readFileSync } from 'node:fs';

for (const output of process.argv.slice(2)) {
  const { testResults } = JSON.parse(readFileSync(output, 'utf8'));
  for (const { status, name } of testResults) if (status === 'failed') console.log(name);
}
