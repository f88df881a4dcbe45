import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/manifest/manifest.ts'
import { complaintOf } from '../config/complaints.ts'
import { environment, read } from './environments.ts'
import { CANARY, command, PROMOTE, ROLLBACK, release } from './whole-cells.ts'

const file = 'iris/docker-compose.yml'
const ONE = `services:
  # it answers the requests
  model:
    image: "localhost:5000/iris:v1" # ours
    ports: ["8080:8080"]
  loader:
    build: ./loader
`
const TWO = `services:
  proxy:
    image: nginx:1.27
    environment:
      - LOG=debug
      - MODEL_VERSION=v1 # told to the clients
  model:
    image: iris:v1
    environment:
      MODEL_VERSION: v1
`

describe('the table', () => {
  it.each(['compose.yaml', 'a/docker-compose.prod.yml', 'compose.override.yml'])('is recognised in %s', (name) => {
    expect(readManifest({ environment: environment({ file: name }), text: ONE }).layout).toBe('docker-compose')
  })

  it('is not in a file of another name, which is refused with the way out', () => {
    const { message } = complaintOf(() => readManifest({ environment: environment(), text: ONE }))
    expect(message).toContain('Write "layout: docker-compose" in serin.yml')
  })

  it('/canary is refused', () => {
    expect(command(ONE, CANARY, { file })).toMatch(/^refused: Docker Compose runs.*\/promote/)
  })

  it('/promote writes the tag in its line', () => {
    expect(command(ONE, PROMOTE, { file })).toEqual([
      '-    image: "localhost:5000/iris:v1" # ours',
      '+    image: "localhost:5000/iris:v2" # ours',
    ])
  })

  it('/rollback writes the tag before it', () => {
    expect(command(ONE.replace('iris:v1', 'iris:v2'), ROLLBACK, { file })).toEqual([
      '-    image: "localhost:5000/iris:v2" # ours',
      '+    image: "localhost:5000/iris:v1" # ours',
    ])
  })
})

describe('several services', () => {
  it('need the name of the one that is meant', () => {
    const error = complaintOf(() => read(TWO, { file }))
    expect(error.message).toMatch(/several services: proxy, model.*resource:/)
    expect(error.place).toMatchObject({ line: 7, key: 'services.model' })
  })

  it.each(['model', 'iris'])('of which one is the model’s by its name or image: %s', (model) => {
    expect(read(TWO, { file, model })).toEqual(read(TWO, { file, resource: 'model' }))
  })

  it.each([
    ['a service', { resource: 'model' }, '    image: iris:v2'],
    ['a key', { keys: { version: ['services', 'model', 'image'] } }, '    image: iris:v2'],
    [
      'a variable',
      { keys: { version: ['services', 'model', 'environment', 'MODEL_VERSION'] } },
      '      MODEL_VERSION: v2',
    ],
    [
      'an assignment',
      { keys: { version: ['services', 'proxy', 'environment', 'MODEL_VERSION'] } },
      '      - MODEL_VERSION=v2 # told to the clients',
    ],
  ])('%s is named', (_, changes, line) => {
    expect(release(TWO, { file, ...changes })[1]).toBe(`+${line}`)
  })
})

it.each([
  ['a variable', ONE.replace('iris:v1', 'iris:$TAG'), /takes its version from a variable/],
  ['a digest', ONE.replace('iris:v1', 'iris:v1@sha256:0a'), /digest/],
  ['no image', 'services:\n  model: { build: . }\n', /no service with an image/],
])('%s is refused', (_, text, message) => {
  expect(complaintOf(() => read(text, { file })).message).toMatch(message)
})
