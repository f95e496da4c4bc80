import { describe, expect, it } from 'vitest';
import { closingLine, countTests, exitCode } from './test.ts';

describe('the closing line of a test run', () => {
  it('counts the tests of all files', () => {
    const tests = [{ status: 'passed' }, { status: 'failed' }, { status: 'skipped' }, { status: 'todo' }];
    const report = {
      testResults: [
        { status: 'failed', assertionResults: tests },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(countTests(report)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that does not load as one failed test', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countTests(report)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('names skipped tests only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('fails when a test failed and when no test ran', () => {
    expect(exitCode({ passed: 9, failed: 1, skipped: 0 })).toBe(1);
    expect(exitCode({ passed: 0, failed: 0, skipped: 4 })).toBe(1);
    expect(exitCode({ passed: 9, failed: 0, skipped: 4 })).toBe(0);
  });
});
