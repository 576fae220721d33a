#!/usr/bin/env node
// The command `signalbox`: see src/cli.ts for what it can do.
import { join } from 'node:path'
import { run } from './run.mjs'

await run(join(import.meta.dirname, '..', 'cli.ts'))
