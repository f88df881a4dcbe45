import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { canary, environment, PINNED, read, STABLE, write } from './environments.ts'
import { changes } from './route-changes.ts'

const stop = '  annotations:\n    serving.kserve.io/stop: "true"\n'
const llm = (name: string, version: string, weight: number, annotations = '') => `apiVersion: serving.kserve.io/v1alpha2
kind: LLMInferenceService
metadata:
  name: ${name}
${annotations}spec:
  model:
    name: chat
    uri: hf://acme/chat:${version} # weights
  replicas: 2
  router:
    route:
      group: chat
      weight: ${weight} # of the group
    gateway: {}
`
const pair = (old: number, newest: number) => `${llm('chat-a', 'v1', old)}---\n${llm('chat-b', 'v2', newest)}`
const SPLIT = pair(8, 2)
const DONE = pair(0, 10)
const BACK = pair(10, 0)
const STOPPED = `${llm('chat-a', 'v1', 8, stop)}---\n${llm('chat-b', 'v2', 2)}`
const w = (from: number, to: number) => `weight: ${from} # of the group → weight: ${to} # of the group`
const u = (from: string, to: string) => `uri: hf://acme/chat:${from} # weights → uri: hf://acme/chat:${to} # weights`

describe('LLMInferenceServices', () => {
  it('are recognised', () => {
    expect(readManifest({ environment: environment(), text: SPLIT })).toMatchObject({
      layout: 'llm-inference-service',
      running: { version: 'v2', rollout: canary(20) },
    })
  })

  it.each([
    ['promoted', DONE, STABLE],
    ['promoted by stopping the old one', STOPPED, STABLE],
    ['rolled back', BACK, PINNED],
    ['rolled back by stopping the new one', `${llm('chat-a', 'v1', 8)}---\n${llm('chat-b', 'v2', 2, stop)}`, PINNED],
    ['one resource', llm('chat', 'v2', 1), STABLE],
    ['one without a group', llm('chat', 'v2', 1).replace(/ {4}route:\n.*\n.*\n/, ''), STABLE],
  ])('%s', (_, text, rollout) => {
    expect(read(text)).toEqual({ version: 'v2', rollout })
  })

  it.each([
    ['/canary 50', SPLIT, 'v2', canary(50), [w(8, 5), w(2, 5)]],
    ['/promote', SPLIT, 'v2', STABLE, [w(8, 0), w(2, 10)]],
    ['/rollback during a canary', SPLIT, 'v2', PINNED, [w(8, 10), w(2, 0)]],
    ['/rollback after a promotion', DONE, 'v2', PINNED, [w(0, 10), w(10, 0)]],
    ['/canary 20 after a rollback', BACK, 'v2', canary(20), [w(10, 8), w(0, 2)]],
    [
      '/canary 20 of a new version beside the one that serves',
      BACK,
      'v3',
      canary(20),
      [w(10, 8), u('v2', 'v3'), w(0, 2)],
    ],
    [
      '/canary 20 after a promotion, in the resource that has no traffic',
      DONE,
      'v3',
      canary(20),
      ['name: chat-a → name: chat-b', u('v1', 'v2'), w(0, 8), 'name: chat-b → name: chat-a', u('v2', 'v3'), w(10, 2)],
    ],
    ['/promote of a version that was no canary', BACK, 'v3', STABLE, [w(10, 0), u('v2', 'v3'), w(0, 10)]],
    ['a release to the only resource', llm('chat', 'v1', 1), 'v2', STABLE, [u('v1', 'v2')]],
  ])('%s', (_, before, version, rollout, expected) => {
    const after = write(before, version, rollout)
    expect(changes(before, after)).toEqual(expected)
    expect(read(after)).toEqual({ version, rollout })
  })

  it('/rollback starts the version that was stopped', () => {
    expect(write(STOPPED, 'v2', PINNED)).toBe(BACK)
  })

  it('other annotations stay when one is started', () => {
    const two = `${stop}    team: nlp # ours\n`
    const before = `${llm('chat-a', 'v1', 8, two)}---\n${llm('chat-b', 'v2', 2)}`
    expect(write(before, 'v2', PINNED)).toContain('  annotations:\n    team: nlp # ours\nspec:')
  })

  it('/canary after a stop starts the stopped one with the new version', () => {
    expect(write(STOPPED, 'v3', canary(20))).toBe(`${llm('chat-b', 'v2', 8)}---\n${llm('chat-a', 'v3', 2)}`)
  })

  it('the group of the resource that serin.yml names', () => {
    const other = SPLIT.replaceAll('chat-', 'code-').replaceAll('group: chat', 'group: code')
    expect(write(`${SPLIT}---\n${other}`, 'v2', STABLE, { resource: 'code-a' })).toBe(
      `${SPLIT}---\n${other.replace('weight: 8', 'weight: 0').replace('weight: 2', 'weight: 10')}`,
    )
    expect(complaintOf(() => read(`${SPLIT}---\n${other}`)).message).toMatch(/several of kind LLMInferenceService/)
  })

  it('the keys of serin.yml with a version', () => {
    expect(write(BACK, 'v3', canary(10), { set: { 'spec.replicas': 1 } })).toBe(
      `${llm('chat-a', 'v1', 9)}---\n${llm('chat-b', 'v3', 1).replace('replicas: 2', 'replicas: 1')}`,
    )
  })
})

it('what a resource alone is told to add is all that a canary needs', () => {
  const route = (weight: number) => `  router: { route: { group: chat, weight: ${weight} } }\n`
  const one = (name: string, weight: number) =>
    `apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: { name: ${name} }\nspec:\n  model: { name: chat, uri: "hf://acme/chat:v1" }\n${route(weight)}`
  const after = write(`${one('chat', 100)}---\n${one('chat-canary', 0)}`, 'v2', canary(20))
  expect(read(after)).toEqual({ version: 'v2', rollout: canary(20) })
})

describe('LLMInferenceServices refuse', () => {
  it.each([
    [
      'a canary without a second resource',
      llm('chat', 'v1', 1),
      'v2',
      canary(20),
      /chat is alone.*metadata: \{ name: chat-canary \}.*weight: 0/,
    ],
    ['a rollback without an earlier one', llm('chat', 'v1', 1), 'v1', PINNED, /chat is alone/],
    ['a canary beside itself', BACK, 'v1', canary(20), /v1 already has all traffic/],
    [
      'a percentage that the sum cannot say',
      SPLIT,
      'v2',
      canary(25),
      /sum to 10, which can say only multiples of 10 %.*sum to 100/,
    ],
    ['all traffic to a stopped one', STOPPED, 'v3', STABLE, /chat-a is stopped.*Begin with \/canary 1/],
    ['three members', `${SPLIT}---\n${llm('chat-c', 'v3', 1)}`, 'v3', STABLE, /has 3 members/],
    [
      'models of other names',
      SPLIT.replace('name: chat\n', 'name: talk\n'),
      'v2',
      STABLE,
      /models of other names: talk, chat/,
    ],
    [
      'an Ingress beside the group',
      SPLIT.replace('gateway: {}', 'ingress: {}'),
      'v2',
      STABLE,
      /cannot have spec.router.ingress/,
    ],
    ['no weight', SPLIT.replace('      weight: 8 # of the group\n', ''), 'v2', STABLE, /needs a weight/],
    ['no traffic at all', pair(0, 0), 'v2', STABLE, /No member of the group gets traffic/],
    [
      'no address',
      SPLIT.replace('uri: hf://acme/chat:v1 # weights', 'uri: ""'),
      'v2',
      STABLE,
      /does not say where its model lies/,
    ],
    [
      'to change places where they differ in more',
      DONE.replace('replicas: 2', 'replicas: 1'),
      'v3',
      canary(20),
      /differ in more than name.*Move the document of chat-a below that of chat-b/,
    ],
  ])('%s', (_, text, version, rollout, message) => {
    const { message: said } = complaintOf(() => write(text, version, rollout))
    expect(said).toMatch(message)
    expect(said).toMatch(/^config.yaml:/)
  })
})
