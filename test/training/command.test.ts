import { expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type FailedCommand, trainingFailure } from '../../src/training/command.ts'

const failed: FailedCommand = {
  command: 'dvc repro',
  exitCode: 1,
  signal: null,
  lastLines: ['Traceback', 'ValueError: nan'],
}

it('says how the command ended and what it printed last', () => {
  const error = trainingFailure(failed)
  expect(error).toBeInstanceOf(UserError)
  expect(error.what).toBe('The training command `dvc repro` ended with exit code 1.')
})

it('holds the last lines, for the log in its message', () => {
  const error = trainingFailure(failed)
  expect(error.lastLines).toEqual(['Traceback', 'ValueError: nan'])
  expect(error.message).toContain('Its last lines:\n  Traceback\n  ValueError: nan')
})

it('says when the command printed nothing', () => {
  expect(trainingFailure({ ...failed, lastLines: [] }).what).toContain('printed nothing')
})

it('shows the start of a long command', () => {
  expect(trainingFailure({ ...failed, command: 'pip install .\npython train.py\n' }).what).toContain(
    '`pip install . …`',
  )
  expect(trainingFailure({ ...failed, command: 'x'.repeat(300) }).what).toContain('x'.repeat(200))
})

it.each([
  [{ exitCode: 127 }, 'was not found'],
  [{ exitCode: 126 }, 'permission'],
  [{ exitCode: 137 }, 'memory'],
  [{ exitCode: 139 }, 'native library'],
  [{ exitCode: null, signal: 'SIGKILL' }, 'memory'],
  [{ exitCode: null, signal: 'SIGTERM' }, 'cancelled'],
  [{ exitCode: 1 }, 'fresh clone'],
] as const)('advises on %j', (end, advice) => {
  expect(trainingFailure({ ...failed, ...end }).fix).toContain(advice)
})
