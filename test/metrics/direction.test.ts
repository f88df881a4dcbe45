import { describe, expect, test } from 'vitest'
import { directionOf } from '../../src/metrics/direction.ts'

describe('by name', () => {
  test.each(
    [
      'accuracy val_accuracy valAccuracy test.acc top5_accuracy f1 f1-score F1Score macro_avg.f1 AUC roc_auc precision',
      'recall@5 r2 R2Score r² mAP50 mAP50-95 ndcg@10 rougeL BLEU tokens_per_second requests_per_second iou explained_variance',
      'neg_mean_squared_error log_likelihood loss.accuracy slices.error.f1 negative.f1-score',
    ].flatMap((names) => names.split(' ')),
  )('%s is better higher', (name) => {
    expect(directionOf(name, [])).toBe('higher')
  })

  test.each(
    [
      'loss val.loss train_loss_step accuracy_loss MSELoss crossEntropyLoss log_loss rmse RMSE test.mae mse error',
      'error_rate errors_per_second meanSquaredError latency_p99_ms latencies.99th perplexity brier_score WER ece',
      'negative_log_likelihood neg_log_likelihood false_positive_rate seconds_per_step fit_time train.loss.0',
    ].flatMap((names) => names.split(' ')),
  )('%s is better lower', (name) => {
    expect(directionOf(name, [])).toBe('lower')
  })

  test.each([
    'accuracy_std',
    'f1.support',
    'loss_weight',
    'threshold',
    'epoch',
    'quality',
    'seed',
    '',
    '...',
    'glossary',
    'terror',
  ])('%s is unknown', (name) => {
    expect(directionOf(name, [])).toBe('unknown')
  })
})

describe('by gate', () => {
  test('what the rule says wins over the name', () => {
    expect(directionOf('accuracy', [{ metric: 'accuracy', better: 'lower' }])).toBe('lower')
  })

  test('a glob of a rule counts', () => {
    expect(directionOf('slices.a.quality', [{ metric: 'slices.*.quality', better: 'higher' }])).toBe('higher')
  })

  test('the exact name wins over a glob before it', () => {
    const gates = [
      { metric: '**', better: 'lower' },
      { metric: 'quality', better: 'higher' },
    ] as const
    expect(directionOf('quality', gates)).toBe('higher')
  })

  test('a rule without a direction leaves it to the name', () => {
    expect(directionOf('loss', [{ metric: 'loss' }])).toBe('lower')
  })
})
