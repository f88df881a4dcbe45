// Loaded by the program that is measured, which runs with --expose-gc: what is left after it is what it holds.
process.on('SIGUSR2', () => globalThis.gc?.())
