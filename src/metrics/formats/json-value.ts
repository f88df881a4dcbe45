/** A JSON document: objects are Maps, so that keys keep the order of the file and `__proto__` is a key like others. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | ReadonlyMap<string, JsonValue>
