import { describe, expect, test } from 'vitest'
import { diffMetrics, metricKey } from '../../src/metrics/diff.ts'
import { parseMetrics } from '../../src/metrics/metrics.ts'
import { evidenceFor } from '../../src/statistics/evidence.ts'
import { binaryAnswers, compareRows, without } from './sample.ts'

const { main, pr } = binaryAnswers()
const comparison = compareRows(without(main, 'group'), without(pr, 'group'))

function found(old: Readonly<Record<string, number>>, candidate: Readonly<Record<string, number>>) {
  const metrics = (values: object) => parseMetrics([{ path: 'm.json', text: JSON.stringify(values) }])
  return evidenceFor(diffMetrics(metrics(old), metrics(candidate)), comparison)
}

describe('a metric of the files', () => {
  test.each([
    ['accuracy', 0.9266666666666666, 0.8633333333333333],
    ['accuracy', 0.9267, 0.8633],
    ['accuracy', 0.93, 0.86],
    ['test.accuracy', 0.9267, 0.8633],
    ['test_acc', 0.9267, 0.8633],
    ['eval/Accuracy', 0.9267, 0.8633],
    ['ROC-AUC', 0.978, 0.947],
    ['f1-score', 0.8736, 0.7807],
  ])('%s of %d and %d is that of the predictions', (name, old, candidate) => {
    const { evidence, rows, notes } = found({ [name]: old }, { [name]: candidate })
    expect(evidence.get(metricKey({ file: 'm.json', name }))).toMatchObject({ n: 300, visible: expect.any(Number) })
    expect(rows.size).toBe(1)
    expect(notes).toEqual([])
  })

  test.each([
    ['accuracy', 0.9267, 0.8733],
    ['accuracy', 0.99, 0.8633],
  ])('%s of %d and %d is another one, and that is said', (name, old, candidate) => {
    const { evidence, notes } = found({ [name]: old }, { [name]: candidate })
    expect(evidence.size).toBe(0)
    expect(notes).toEqual([
      '`accuracy` in `m.json` is not the `accuracy` of the predictions, so it is judged without a range.',
    ])
  })

  test.each(['train_accuracy', 'training.accuracy', 'balanced_accuracy', 'accuracy_std'])(
    '%s is left alone',
    (name) => {
      const { evidence, notes } = found({ [name]: 0.9267 }, { [name]: 0.8633 })
      expect(evidence.size).toBe(0)
      expect(notes).toEqual([])
    },
  )

  test('that is new has no range', () => {
    expect(found({ other: 1 }, { accuracy: 0.8633 }).evidence.size).toBe(0)
  })
})
