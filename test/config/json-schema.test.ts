import { expect, it } from 'vitest'
import { gitopsConfigSchema, modelConfigSchema } from '../../src/config/json-schema.ts'

it('offers the keys of a model to editors', () => {
  const model = modelConfigSchema().properties?.models
  expect(model).toMatchObject({
    propertyNames: { pattern: '^[a-z0-9][a-z0-9._-]*$' },
    additionalProperties: {
      additionalProperties: false,
      properties: {
        train: { type: 'string', description: expect.any(String) },
        gates: { type: 'object' },
        report: { type: 'string', examples: ['report.md'] },
      },
    },
  })
})

it('offers the keys of an environment to editors', () => {
  expect(gitopsConfigSchema()).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    additionalProperties: false,
    required: ['models'],
    properties: {
      models: {
        additionalProperties: {
          required: ['source', 'environments'],
          properties: {
            environments: {
              additionalProperties: {
                required: ['file'],
                properties: { 'on-merge': { enum: ['release', 'propose'] } },
              },
            },
          },
        },
      },
    },
  })
})

it.each([modelConfigSchema(), gitopsConfigSchema()])('explains every key: schema %#', (schema) => {
  const missing: string[] = []
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return
    const { properties, additionalProperties } = node as { properties?: object; additionalProperties?: unknown }
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (!('description' in value)) missing.push(`${path}.${key}`)
      visit(value, `${path}.${key}`)
    }
    visit(additionalProperties, `${path}.*`)
  }
  visit(schema, '')
  expect(missing).toEqual([])
})
