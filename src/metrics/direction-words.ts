/** `neither`: the word takes the better end away. */
export type WordDirection = 'higher' | 'lower' | 'neither'

/**
 * What the last telling word of a metric's name says: which way is better, or `neither` for words that turn a metric
 * into something without a better end (the spread of an accuracy, the support of a class, the weight of a loss).
 * The names are those of scikit-learn, Keras, PyTorch Lightning, Hugging Face evaluate, vegeta and Locust.
 */
export const DIRECTION_WORDS: ReadonlyMap<string, WordDirection> = new Map<string, 'higher' | 'lower' | 'neither'>([
  ...wordsOf('higher', 'accuracy acc f1 f2 f05 fbeta fscore fmeasure precision recall sensitivity specificity tpr tnr'),
  ...wordsOf('higher', 'auc auroc rocauc aucroc roc auprc prauc aupr ap map ndcg mrr hit hits hitrate r2 rsquared'),
  ...wordsOf(
    'higher',
    'iou miou dice jaccard kappa mcc matthews silhouette nmi ari homogeneity completeness ppv npv explained',
  ),
  ...wordsOf(
    'higher',
    'pearson spearman kendall correlation bleu rouge meteor chrf bertscore psnr ssim likelihood elbo',
  ),
  ...wordsOf(
    'higher',
    'reward throughput rps qps success successes correct exactmatch em accuracies precisions recalls',
  ),
  ...wordsOf(
    'lower',
    'loss losses logloss nll error errors err rmse mse mae rmsle msle mape smape wape mdape nrmse rss',
  ),
  ...wordsOf('lower', 'mad residual deviance perplexity ppl bpc bpb entropy crossentropy kl divergence brier ece mce'),
  ...wordsOf('lower', 'wer cer ter mer fpr fnr fdr false fid kid lpips distance hamming latency latencies duration'),
  ...wordsOf(
    'lower',
    'time times seconds secs sec ms milliseconds failure failures failed timeouts memory cost inertia',
  ),
  ...wordsOf('neither', 'std stdev stddev stderr sem var support threshold thresholds weight weights'),
  ...wordsOf('neither', 'samples examples rows seed size lr confidence timestamp date version id index rank'),
])

function wordsOf(direction: WordDirection, words: string): readonly (readonly [string, WordDirection])[] {
  return words.split(' ').map((word) => [word, direction] as const)
}
