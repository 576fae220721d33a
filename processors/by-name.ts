/** Things by names that come from outside. An object answers to more names than it was given, such as constructor: so it is asked by these. */
type ByName<T> = Readonly<Record<string, T>>

export const named = <T>(things: ByName<T>, name: string): T | undefined =>
  Object.hasOwn(things, name) ? things[name] : undefined

export const without = <T>(things: ByName<T>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(things).filter(([other]) => other !== name))

/** Times without those before `from`: what a row remembers may not grow for ever. */
export const since = (times: ByName<number>, from: number): Record<string, number> =>
  Object.fromEntries(Object.entries(times).filter(([, time]) => time >= from))
