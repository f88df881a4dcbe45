import { parseAllDocuments, parseDocument } from 'yaml'
import { editYaml, type YamlEdit } from '../src/yaml/edit.ts'
import { median } from './median.ts'

export interface EditTimes {
  readonly file: string
  readonly bytes: number
  readonly lines: number
  readonly editMs: number
  readonly parseMs: number
  /** editYaml by one parse of the `yaml` package, the middle of what each round showed. */
  readonly ratio: number
  readonly changedLines: number
}

/** One edit beside one parse of the same text by the `yaml` package, in turns. */
export function benchEdit(rounds = 9): readonly EditTimes[] {
  return [valuesFile(10_000), manyDocuments(2 ** 20)].map((one) => timesOf(one, rounds))
}

interface EditCase {
  readonly file: string
  readonly text: string
  readonly edit: YamlEdit
  readonly parse: (text: string) => unknown
}

function timesOf({ file, text, edit, parse }: EditCase, rounds: number): EditTimes {
  const seen: { edit: number; parse: number }[] = []
  let after = text
  // The first rounds warm the compiler and do not count.
  for (let round = -3; round < rounds; round++) {
    const parseMs = timed(() => parse(text))
    const editMs = timed(() => {
      after = editYaml(text, [edit])
    })
    if (round >= 0) seen.push({ edit: editMs, parse: parseMs })
  }
  const [before, now] = [text.split('\n'), after.split('\n')]
  return {
    file,
    bytes: Buffer.byteLength(text),
    lines: before.length - 1,
    editMs: median(seen.map((one) => one.edit)),
    parseMs: median(seen.map((one) => one.parse)),
    ratio: median(seen.map((one) => one.edit / one.parse)),
    changedLines: now.filter((line, index) => line !== before[index]).length,
  }
}

function timed(run: () => unknown): number {
  const started = performance.now()
  run()
  return performance.now() - started
}

/** Helm values of many models, with the comments, quotes and lists that people write. */
function valuesFile(lines: number): EditCase {
  const parts: string[] = ['# Values of all models.']
  let count = 0
  while (parts.length + MODEL_LINES <= lines) {
    parts.push(...modelLines(count))
    count += 1
  }
  while (parts.length < lines) parts.push(`# the end`)
  const path = [`model-${Math.floor(count / 2)}`, 'image', 'tag']
  return {
    file: '10,000-line values file',
    text: `${parts.join('\n')}\n`,
    edit: { op: 'set', path, value: '4f2a9c01d3be' },
    parse: (text) => parseDocument(text),
  }
}

const MODEL_LINES = 20

function modelLines(n: number): string[] {
  return [
    `model-${n}:`,
    `  # who is called at night`,
    `  owner: "team-${n % 7}"`,
    `  image:`,
    `    repository: registry.example.org/models/model-${n}`,
    `    tag: 9d1c04e7b2fa # the first 12 characters of the commit`,
    `  replicas: { min: 1, max: ${(n % 5) + 1} }`,
    `  resources:`,
    `    requests:`,
    `      cpu: 500m`,
    `      memory: '2Gi'`,
    `  env:`,
    `    - name: MODEL_NAME`,
    `      value: model-${n}`,
    `    - name: LOG_LEVEL`,
    `      value: "info"`,
    ``,
    `  args: [--port, "8080", --workers, "${n % 4}"]`,
    `  canary:`,
    `    trafficPercent: 0`,
  ]
}

/** InferenceServices one after the other; the one in the middle gets a canary. */
function manyDocuments(bytes: number): EditCase {
  const documents: string[] = []
  for (let size = 0; size < bytes; size += documents.at(-1)?.length ?? 0) documents.push(serviceOf(documents.length))
  const name = `model-${Math.floor(documents.length / 2)}`
  const path = ['spec', 'predictor', 'canaryTrafficPercent']
  return {
    file: '1 MB of documents',
    text: documents.join(''),
    edit: { document: { kind: 'InferenceService', name }, op: 'set', path, value: 20 },
    parse: (text) => parseAllDocuments(text),
  }
}

function serviceOf(n: number): string {
  return `---
# What serves model ${n}.
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: model-${n}
  annotations:
    owner: "team-${n % 7}"   # who is called at night
spec:
  predictor:
    canaryTrafficPercent: 10
    model:
      modelFormat: { name: sklearn }
      storageUri: "s3://models/model-${n}/9d1c04e7b2fa" # ours
      args:
        - --threads=${n % 8}
        - '--verbose'
`
}
