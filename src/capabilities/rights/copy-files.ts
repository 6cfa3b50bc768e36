/** The files of a copy. */
export const copyFiles = { html: 'everything-held.html', json: 'everything-held.json' } as const
