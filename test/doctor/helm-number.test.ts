import { expect, test } from 'vitest'
import { renderedByHelm } from '../../src/doctor/helm-number.ts'
import { KEPT_BY_HELM, READ_BY_HELM } from './helm-readings.ts'

test.each(READ_BY_HELM)('%s is read as %s', (written, rendered) => {
  expect(renderedByHelm(written)).toBe(rendered)
})

test.each(KEPT_BY_HELM)('%s stays what it is', (written) => {
  expect(renderedByHelm(written)).toBeUndefined()
})
