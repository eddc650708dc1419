// Prints the test files in which something failed, one a line, from what Jest wrote with --json.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const { status, name } of testResults) if (status === 'failed') console.log(name);
