// Prints how many tests passed and how many failed, from what Jest wrote with --json. A suite that could not run counts as
// a failed test, and so does a test that was skipped: under CI nothing is.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 1;
try {
  const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  passed = results.numPassedTests;
  failed = results.numFailedTests + results.numRuntimeErrorTestSuites + results.numPendingTests + results.numTodoTests;
} catch (error) {
  console.error(`no test results: ${error.message}`);
}
console.log(`${passed} ${failed}`);
