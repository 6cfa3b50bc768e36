/** How a line typed about places is read, and how its mistakes are told. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { CommandLineWord, Terminal } from '../../platform/capability.ts'
import { findPlaceBySlug, listPlaces, type Place } from './place-store.ts'

/** The line cannot be understood or done; the message says how to type it. */
export class WrongLine extends Error {
  readonly code: 1 | 2
  constructor(message: string, code: 1 | 2 = 2) {
    super(message)
    this.code = code
  }
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** A word of the command line whose arguments are read, and whose mistakes are told, in one way. */
export function word<Of extends Options>(
  words: string,
  rest: string,
  about: string,
  options: Of,
  run: (given: { names: string[]; values: Values; usage: string }, terminal: Terminal) => Promise<void>,
): CommandLineWord {
  const usage = `${words} ${rest}`.trim()
  return {
    words,
    usage,
    about,
    async run(args, terminal) {
      try {
        const { positionals, values } = read(args, options, usage)
        await run({ names: positionals, values, usage }, terminal)
        return 0
      } catch (error) {
        if (!(error instanceof WrongLine)) throw error
        if (error.message !== '') terminal.err(error.message)
        return error.code
      }
    },
  }
}

function read(args: readonly string[], options: Options, usage: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new WrongLine(`${(error as Error).message.split('. ')[0]}.\nUsage: keepitlocal ${usage}`)
  }
}

export const JSON_OPTION = { json: { type: 'boolean' } } as const

/** The place with the short name, or a mistake that lists those there are. */
export async function placeNamed({ platform }: Terminal, slug: string | undefined, usage: string): Promise<Place> {
  if (slug === undefined) throw new WrongLine(`Say which place.\nUsage: keepitlocal ${usage}`)
  const [place, all] = await platform.db.national(async tx => [await findPlaceBySlug(tx, slug), await listPlaces(tx)])
  if (place) return place
  const others = all.length === 0 ? 'There are none yet.' : `There is ${all.map(other => other.slug).join(', ')}.`
  throw new WrongLine(`There is no place “${slug}”. ${others}`, 1)
}

/** What a file holds, or a mistake that says why it cannot be read. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new WrongLine(`There is no file “${path}”: check the path.`, 1)
    if (code === 'EISDIR') throw new WrongLine(`“${path}” is a folder: name the file in it.`, 1)
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw new WrongLine(`“${path}” is larger than 2 GB.`, 1)
    if (code === 'EACCES')
      throw new WrongLine(`You may not read “${path}”: change its permissions, or run this as its owner.`, 1)
    throw error
  }
}

/** An option that was given once, with a value. */
export const text = (value: Values[string]): string | undefined => (typeof value === 'string' ? value : undefined)

/** The answer of a command, or its refusal as a mistake. */
export function orWrong<Of>(answer: Of | Refusal): Of {
  if (isRefusal(answer)) throw new WrongLine(answer.message, 1)
  return answer
}
