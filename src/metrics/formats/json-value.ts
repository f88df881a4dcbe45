/**
 * A JSON document: objects are Maps, so that keys keep the order of the file and `__proto__` is a key like others; an
 * integer beyond 2^53 is a bigint.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
