/** Loaded into the app's process before the app: its clock is wrong by as many milliseconds as `CLOCK_SHIFT` says. */
const shift = Number(process.env.CLOCK_SHIFT)
const { now } = Date
const RightDate = Date

Date.now = () => now() + shift
globalThis.Date = new Proxy(RightDate, {
  construct: (target, values: []) => (values.length === 0 ? new target(Date.now()) : new target(...values)),
})
