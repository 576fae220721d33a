import { z } from 'zod'

const limit = z.strictObject({ requests: z.int().min(0), windowSeconds: z.int().min(1) })
const perMinute = (requests: number) => limit.default({ requests, windowSeconds: 60 })

/** Requests in one window, by the pool that requests draw on: the values of Braze's page on rate limits. */
export const limitsSchema = z
  .strictObject({
    '/users/track': limit.default({ requests: 3000, windowSeconds: 3 }),
    /** MAU plans have a second, hourly limit of a size that the contract says. */
    '/users/track hourly': limit.nullable().default(null),
    '/users/track/bulk': limit.default({ requests: 50, windowSeconds: 1 }),
    '/users/track/sync': perMinute(500),
    '/users/export/ids': perMinute(250),
    /** delete, alias/new, alias/update, identify and merge together. */
    users: perMinute(20_000),
    '/users/external_ids/rename': perMinute(1000),
    '/users/external_ids/remove': perMinute(1000),
    /** Sends to a segment or audience, over all of them. */
    broadcast: perMinute(250),
    /** The same for each of them. */
    'broadcast audience': perMinute(10),
    '/sends/id/create': limit.default({ requests: 100, windowSeconds: 86_400 }),
    '/subscription/status/set': perMinute(5000),
    /** Making, listing and deleting catalogs. */
    catalogs: perMinute(50),
    'catalog items bulk': perMinute(16_000),
    'catalog item': perMinute(50),
    /** Every other endpoint. */
    shared: limit.default({ requests: 250_000, windowSeconds: 3600 }),
  })
  .prefault({})

export type Pool = keyof z.output<typeof limitsSchema>
