/** Accuracy, log-loss, and precision, recall and F1 for each class. */
export function score({ probabilities, labels, classes }) {
  const predictions = probabilities.map((distribution) => distribution.indexOf(Math.max(...distribution)))
  const right = predictions.filter((prediction, row) => prediction === labels[row]).length
  const surprise = probabilities.reduce((sum, distribution, row) => sum - Math.log(distribution[labels[row]]), 0)
  const perClass = classes.map((name, label) => [name, scoreClass({ label, predictions, labels })])
  const n = labels.length
  return { accuracy: round(right / n), 'log-loss': round(surprise / n), n, classes: Object.fromEntries(perClass) }
}

function scoreClass({ label, predictions, labels }) {
  const hits = predictions.filter((prediction, row) => prediction === label && labels[row] === label).length
  const predicted = predictions.filter((prediction) => prediction === label).length
  const actual = labels.filter((other) => other === label).length
  return {
    precision: round(predicted === 0 ? 0 : hits / predicted),
    recall: round(hits / actual),
    f1: round((2 * hits) / (predicted + actual)),
  }
}

// The last bits of a logarithm differ between machines; six places do not.
function round(value) {
  return Number(value.toFixed(6))
}
