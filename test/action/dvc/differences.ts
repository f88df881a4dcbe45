import type { State } from './repository.ts'

type Cell = string | number | boolean | null
/** `[path, metric, old, new, change]` */
export type Row = readonly [string, string, Cell, Cell, Cell]

/** Where Serin gives other rows than DVC, on purpose. The README's list is made of `what` and `why`. */
export interface Difference {
  readonly what: string
  readonly why: string
  readonly args: readonly string[]
  readonly before: State
  readonly after: State
  readonly dvc: readonly Row[] | 'fails'
  /** Rows, or a part of the message that Serin ends with. */
  readonly serin: readonly Row[] | string
}

const METRICS = { 'dvc.yaml': 'metrics: [m.json]\n' }
const NAMED_KEYS = 'stages:\n  a:\n    cmd: x\n    params:\n    - p.json:\n      - x\n'
const json = (before: string, after: string) => ({
  args: ['metrics'],
  before: { ...METRICS, 'm.json': before },
  after: { ...METRICS, 'm.json': after },
})

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'null',
    why: 'DVC drops it; a metric that became null is a change to see',
    ...json('{"a": 1}', '{"a": null}'),
    dvc: [['m.json', 'a', 1, null, null]],
    serin: [['m.json', 'a', 1, 'null', null]],
  },
  {
    what: 'lists',
    why: 'DVC drops them; Serin names their items',
    ...json('{"a": [1, 2], "b": 1}', '{"a": [1, 3], "b": 1}'),
    dvc: [],
    serin: [['m.json', 'a.1', 2, 3, 1]],
  },
  {
    what: 'NaN that stays NaN',
    why: 'nothing changed; DVC lists it every time',
    ...json('{"a": NaN, "b": 1}', '{"a": NaN, "b": 2}'),
    dvc: [
      ['m.json', 'a', 'NaN', 'NaN', 'NaN'],
      ['m.json', 'b', 1, 2, 1],
    ],
    serin: [['m.json', 'b', 1, 2, 1]],
  },
  {
    what: 'the change between booleans, and between true and 1',
    why: 'they are no numbers: DVC has true − false = 1 and finds true and 1 equal',
    ...json('{"a": true, "b": true}', '{"a": false, "b": 1}'),
    dvc: [['m.json', 'a', true, false, -1]],
    serin: [
      ['m.json', 'a', true, false, null],
      ['m.json', 'b', true, 1, null],
    ],
  },
  {
    what: 'integers beyond 2^53',
    why: 'an integer that no double holds is the text of its digits, which has no change',
    ...json('{"a": 9007199254740993, "b": 1}', '{"a": 9007199254740992, "b": 1}'),
    dvc: [['m.json', 'a', 9007199254740992, 9007199254740992, -1]],
    serin: [['m.json', 'a', '9007199254740993', 9007199254740992, null]],
  },
  {
    what: 'a file that cannot be read',
    why: 'DVC lists its metrics as removed and ends with 0; Serin says where the mistake is and ends with 2',
    ...json('{"a": 1}', '{"a": '),
    dvc: [['m.json', 'a', 1, null, null]],
    serin: 'm.json:1:7',
  },
  {
    what: 'a key twice in one object',
    why: 'one of the two values would vanish unseen',
    ...json('{"a": 1}', '{"a": 1, "a": 2}'),
    dvc: [['m.json', 'a', 1, 2, 1]],
    serin: 'stands twice',
  },
  {
    what: 'a name spelled with dots and nested',
    why: 'two values with one name: DVC ends with a ValueError',
    ...json('{"a": {"b": 1}, "a.b": 2}', '{"a": {"b": 2}, "a.b": 2}'),
    dvc: 'fails',
    serin: 'defines one metric twice',
  },
  {
    what: 'a file that is one bare value',
    why: 'a metric needs a name; DVC calls it by the empty one',
    ...json('1', '2'),
    dvc: [['m.json', '', 1, 2, 1]],
    serin: 'a metrics file needs names',
  },
  {
    what: 'lists among parameters',
    why: 'DVC compares their Python text; Serin names their items',
    args: ['params'],
    before: { 'dvc.yaml': 'params: [params.yaml]\n', 'params.yaml': 'layers: [64, 32]\n' },
    after: { 'dvc.yaml': 'params: [params.yaml]\n', 'params.yaml': 'layers: [64, 16]\n' },
    dvc: [['params.yaml', 'layers', '[64, 32]', '[64, 16]', null]],
    serin: [['params.yaml', 'layers.1', 32, 16, -16]],
  },
  {
    what: 'the keys that a stage does not name, in a file of parameters that it names',
    why: 'DVC leaves them out; they changed all the same',
    args: ['params'],
    before: { 'dvc.yaml': NAMED_KEYS, 'p.json': '{"x": 1, "y": 1}' },
    after: { 'dvc.yaml': NAMED_KEYS, 'p.json': '{"x": 2, "y": 2}' },
    dvc: [['p.json', 'x', 1, 2, 1]],
    serin: [
      ['p.json', 'x', 1, 2, 1],
      ['p.json', 'y', 1, 2, 1],
    ],
  },
  {
    what: 'a file whose name ends with nothing that Serin knows',
    why: 'DVC reads every such file as YAML; Serin looks into it for JSON, `name: value` lines or a report, and else asks',
    args: ['metrics'],
    before: { 'dvc.yaml': 'metrics: [m.log]\n', 'm.log': 'a:\n  b: 1\n' },
    after: { 'dvc.yaml': 'metrics: [m.log]\n', 'm.log': 'a:\n  b: 2\n' },
    dvc: [['m.log', 'a.b', 1, 2, 1]],
    serin: 'does not say which format',
  },
]
