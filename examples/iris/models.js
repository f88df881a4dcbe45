import forest from 'ml-random-forest'
import SVM from 'ml-svm'
import { seededRandom } from './split.js'

/** Trains the named model; `predict` gives each flower's probability per class. */
export function trainModel(params, data) {
  switch (params.model) {
    case 'svm':
      return trainSvm({ ...params.svm, seed: params.seed }, data)
    case 'random-forest':
      return trainForest({ ...params['random-forest'], seed: params.seed }, data)
    default:
      throw new Error(`params.yaml: model must be svm or random-forest, not ${params.model}`)
  }
}

// A support vector machine tells two classes apart, so there is one for each class against the others.
function trainSvm({ C, seed }, { flowers, labels, classes }) {
  const machines = Array.from({ length: classes }, (_, label) => {
    const machine = new SVM({ C, kernel: 'linear', random: seededRandom(seed) })
    machine.train(
      flowers,
      labels.map((other) => (other === label ? 1 : -1)),
    )
    return machine
  })
  return {
    predict: (unseen) =>
      unseen.map((flower) => normalize(machines.map((machine) => Math.exp(machine.marginOne(flower))))),
    weights: machines,
  }
}

function trainForest({ trees, features, seed }, { flowers, labels, classes }) {
  const model = new forest.RandomForestClassifier({
    nEstimators: trees,
    maxFeatures: features,
    replacement: false,
    noOOB: true,
    seed,
  })
  model.train(flowers, labels)
  // Every class starts with one vote (Laplace): a probability of 0 would make the log-loss infinite.
  const count = (votes) => votes.reduce((sums, vote) => sums.with(vote, sums[vote] + 1), new Array(classes).fill(1))
  return {
    predict: (unseen) =>
      model
        .predictionValues(unseen)
        .to2DArray()
        .map((votes) => normalize(count(votes))),
    weights: model,
  }
}

function normalize(weights) {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
