import type { FastifyRequest } from 'fastify'

/** A form with a file, its fields as in any other form; a file beyond the limit is cut off as it comes and answered with 413. */
export const readForm = async (
  req: FastifyRequest,
  most: number | null,
): Promise<{ body: Record<string, unknown>; file: { name: string; bytes: Buffer } | null } | 'no-file-here'> => {
  if (most === null) return 'no-file-here'
  const body = new Map<string, unknown>()
  let file: { name: string; bytes: Buffer } | null = null
  for await (const part of req.parts({ limits: { fileSize: most } })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      if (part.filename !== '' || bytes.length > 0) file = { name: part.filename.slice(0, 200), bytes }
      continue
    }
    const before = body.get(part.fieldname)
    body.set(
      part.fieldname,
      before === undefined ? part.value : [...(Array.isArray(before) ? before : [before]), part.value],
    )
  }
  return { body: Object.fromEntries(body), file }
}

/** True when a NUL byte stands anywhere in what was sent: PostgreSQL text cannot hold it. */
export const holdsNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([name, part]) => name.includes('\0') || holdsNul(part))
