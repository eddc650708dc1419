const common = {
  testEnvironment: 'node',
  // Only these may be looked through: dist holds a second copy of everything.
  roots: ['<rootDir>/test', '<rootDir>/servers', '<rootDir>/clients', '<rootDir>/bench'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/harness/clean-up.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
};

/** Files that measure nothing: what they find does not depend on what else the machine does. */
const together = [
  '/test/[^/]+\\.test\\.ts$',
  '/test/(clients|conformance|fuzz|protocol|servers)/.*\\.test\\.ts$',
  '/test/demo/(breaking|chat|export|lessons)/.*\\.test\\.ts$',
  '/test/demo/(controls|demo-command|hostile-student|local-phone|restart|wire/http-reader)\\.test\\.ts$',
  '/test/bench/(reporters|sweep|theory)/.*\\.test\\.ts$',
  '/test/bench/(environment|histogram|outputs|presets|random|report-command)\\.test\\.ts$',
  '/test/bench/check/(action|check-flags|counts|judge|ledger|statistics|trend)\\.test\\.ts$',
];

/** @type {import('jest').Config} */
export default {
  // One file after the other: what some of them measure, others running beside them would spoil. Those of which that is not
  // so may run together: --selectProjects together --maxWorkers 2.
  maxWorkers: 1,
  // Many tests start processes; on a busy machine that alone takes seconds.
  testTimeout: 15_000,
  projects: [
    { ...common, displayName: 'together', testRegex: together },
    {
      ...common,
      displayName: 'alone',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: together,
    },
  ],
};
