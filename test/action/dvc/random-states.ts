import { stringify as toml } from 'smol-toml'
import { stringify as yaml } from 'yaml'
import type { State } from './repository.ts'

type Random = (below: number) => number
type Tree = { [key: string]: number | string | boolean | Tree }

const KEYS = ['accuracy', 'loss', 'f1', 'train', 'test', 'auc@k', 'größe', '精度', 'a b', 'x-1', 'B']
const FILES = ['metrics.json', 'eval/scores.json', 'eval/metrics.yaml', 'out/m.toml', 'out/nested/é.json', 'm.yml']

/** Pairs of states of one repository, drawn from a seed: what both DVC and Serin read without loss. */
export function* randomPairs(seed: number, count: number): Generator<readonly [State, State]> {
  let state = seed
  const random: Random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 9) % below
  }
  for (let at = 0; at < count; at += 1) yield pair(random)
}

function pair(random: Random): readonly [State, State] {
  const names = FILES.filter(() => random(2) === 0)
  const before = new Map(names.map((name) => [name, tree(random, 0)]))
  const after = new Map([...before].map(([name, values]) => [name, edited(values, random)]))
  if (names[0] !== undefined && random(4) === 0) after.delete(names[0])
  if (random(4) === 0) after.set('added.json', tree(random, 0))
  const params = [tree(random, 0), tree(random, 0)] as const
  return [stateOf(before, params[0], random), stateOf(after, random(2) === 0 ? params[0] : params[1], random)]
}

function stateOf(files: ReadonlyMap<string, Tree>, params: Tree, random: Random): State {
  const texts = [...files].map(([name, values]) => [name, written(name, values, random)] as const)
  const declared = [...files.keys()]
  const inStage = declared.filter(() => random(2) === 0)
  const pipeline = {
    ...(inStage.length > 0 && {
      stages: {
        train: { cmd: 'python train.py --epochs 3', metrics: inStage.map((name) => ({ [name]: { cache: false } })) },
      },
    }),
    metrics: [...declared.filter((name) => !inStage.includes(name)), 'added.json'],
    params: ['params.yaml'],
  }
  return { ...Object.fromEntries(texts), 'dvc.yaml': yaml(pipeline), 'params.yaml': yaml(params) }
}

function written(name: string, values: Tree, random: Random): string {
  if (name.endsWith('.toml')) return toml(values)
  if (name.endsWith('.json')) return JSON.stringify(values, undefined, random(3))
  return yaml(values)
}

function tree(random: Random, depth: number): Tree {
  const keys = KEYS.filter(() => random(3) === 0)
  const filled = keys.length === 0 ? ['only'] : keys
  return Object.fromEntries(
    filled.map((key) => [key, depth < 3 && random(4) === 0 ? tree(random, depth + 1) : leaf(random)]),
  )
}

function edited(values: Tree, random: Random): Tree {
  const kept = Object.entries(values).filter((_, at) => at === 0 || random(8) !== 0)
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (typeof value === 'object') return [key, random(6) === 0 ? leaf(random) : edited(value, random)]
      return [key, random(3) === 0 ? leaf(random) : value]
    }),
  )
}

/** Booleans and numbers are not mixed at one place: see the deliberate differences. */
function leaf(random: Random): number | string {
  switch (random(6)) {
    case 0:
      return random(1_000) - 500
    case 1:
      return random(100_000) / 1e12
    case 2:
      return ['svm', 'forest', 'a: b', 'x #y', '0.5.1', ''][random(6)] ?? ''
    case 3:
      return (random(2_000) - 1_000) * 1e15
    default:
      return random(1 << 20) / (1 << 20) + random(3)
  }
}
