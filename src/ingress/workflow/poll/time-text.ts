/** A time as the service writes it: 2018-04-17T10:17:43.902+0000. */
export const timeText = (ms: number): string => new Date(Math.max(0, ms)).toISOString().replace('Z', '+0000')
