/** Shapes that inputs of commands here share. */
import { type TSchema, Type } from 'typebox'

/** A day, 'YYYY-MM-DD'. */
export const date = (mend: string) => Type.String({ format: 'date', mend })

/** Something, or null where it was not told. */
export const maybe = <Of extends TSchema>(of: Of, mend?: string) => Type.Union([of, Type.Null()], mend ? { mend } : {})
