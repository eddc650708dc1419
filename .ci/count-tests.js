// Prints how many tests passed and how many failed, from what Jest wrote with --json; of a file that was run once more, in
// the second such output, the later run counts. A suite that could not run counts as a failed test, and so does a test that
// was skipped: under CI nothing is.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
try {
  const files = new Map();
  for (const output of process.argv.slice(2)) {
    for (const file of JSON.parse(readFileSync(output, 'utf8')).testResults) files.set(file.name, file);
  }
  for (const { status, assertionResults } of files.values()) {
    const passedHere = assertionResults.filter((test) => test.status === 'passed').length;
    const failedHere = assertionResults.length - passedHere;
    passed += passedHere;
    failed += failedHere === 0 && status !== 'passed' ? 1 : failedHere;
  }
  if (files.size === 0) failed = 1;
} catch (error) {
  console.error(`no test results: ${error.message}`);
  failed += 1;
}
console.log(`${passed} ${failed}`);
