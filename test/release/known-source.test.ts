import { describe, expect, test } from 'vitest'
import { sourceWord, whyReplaced } from '../../src/release/known-source.ts'

const IRIS = { fullName: 'acme/iris', id: 7 }
const by = (fullName: string, id: number) => ({ source: sourceWord({ fullName, id }) })

describe('a repository', () => {
  test.each([
    ['without any release', [[]]],
    ['that released last', [[by('acme/iris', 7), by('acme/iris', 6)]]],
    ['of another letter case', [[by('Acme/Iris', 7)]]],
    ['beside another one', [[by('acme/cars', 6)]]],
    ['after changes by hand', [[{}, { source: 'nobody' }, by('acme/iris', 7)]]],
  ])('%s is the right one', (_, histories) => {
    expect(whyReplaced(IRIS, {}, histories)).toBeUndefined()
  })

  test.each([
    ['released last', [[by('acme/iris', 6), by('acme/iris', 7)]]],
    ['released last in one environment', [[by('acme/iris', 7)], [{}, by('acme/iris', 6)]]],
  ])('is another one when one with another id %s', (_, histories) => {
    expect(whyReplaced(IRIS, {}, histories)).toMatchObject({
      code: 'source-replaced',
      reason: expect.stringContaining('was from the repository with the id 6'),
    })
  })

  test('is the right one when the platform’s team says so', () => {
    expect(whyReplaced(IRIS, { sourceId: 7 }, [[by('acme/iris', 6)]])).toBeUndefined()
  })
})
