import { isMapping, lookUp, manifestError, type Spot } from './look-up.ts'
import { type NameParts, splitName } from './version-in-name.ts'

/** The name of a backend of Gateway API (`BackendObjectReference`). */
export function backendName(backend: Spot): string {
  return String(lookUp({ ...backend, path: [...backend.path, 'name'] }))
}

/** A backend's name taken apart; undefined when it is no Service, or its name says no version. */
export function partsOfService(backend: Spot): NameParts | undefined {
  return kindOfBackend(backend) === 'Service' ? splitName(backendName(backend)) : undefined
}

/** A backend's name taken apart. Throws a UserError when it is no Service, or its name says no version. */
export function backendParts(backend: Spot): NameParts {
  const kind = kindOfBackend(backend)
  if (kind !== 'Service') {
    throw manifestError(backend, `The destination is of kind ${kind}; only Services are known here.`, {
      fix: 'Let the route lead to Services.',
    })
  }
  const parts = partsOfService(backend)
  if (parts !== undefined) return parts
  const name = { ...backend, path: [...backend.path, 'name'] }
  throw manifestError(name, `The name of the Service does not say which version is behind it.`, {
    fix: 'Give each version a Service with the version at the end of its name, such as iris-4562a17c17.',
  })
}

function kindOfBackend(backend: Spot): string {
  const value = lookUp(backend)
  return String((isMapping(value) ? value.kind : undefined) ?? 'Service')
}
