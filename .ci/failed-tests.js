// Prints the files whose tests failed, one a line, from the JSON that Jest wrote; nothing where it wrote none.
import { readFileSync } from 'node:fs';
