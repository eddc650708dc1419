/** @type {import('jest').Config} */
export default {
  // One file after the other: what some of them measure, others running beside them would spoil.
  maxWorkers: 1,
  // Many tests start processes; on a busy machine that alone takes seconds.
  testTimeout: 15_000,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
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
