/** One entry of the `errors` array of a "Validation Failed" answer. */
export interface FieldError {
  readonly resource: string
  readonly field?: string
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom'
  readonly message?: string
}

/** An answer of GitHub that is not success; the server turns it into the JSON that GitHub sends. */
export class ApiError extends Error {
  readonly status: number
  readonly errors: readonly (FieldError | string)[] | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    message: string,
    details: {
      errors?: readonly (FieldError | string)[]
      headers?: Record<string, string>
      extra?: Record<string, unknown>
    } = {},
  ) {
    super(message)
    this.status = status
    this.errors = details.errors
    this.headers = details.headers ?? {}
    this.extra = details.extra ?? {}
  }
}

export function notFound(message = 'Not Found'): ApiError {
  return new ApiError(404, message)
}

/** The first 422 shape: a message and no `errors`. */
export function invalidRequest(text: string): ApiError {
  return new ApiError(422, `Invalid request.\n\n${text}`)
}

/** The second 422 shape: `Validation Failed` with objects. */
export function validationFailed(...errors: FieldError[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors })
}

/** The third 422 shape: `Unprocessable Entity` with strings. */
export function unprocessable(...errors: string[]): ApiError {
  return new ApiError(422, 'Unprocessable Entity', { errors })
}
