import { createViews } from '../../../design/view.ts'
import { audit } from '../../../platform/audit/audit.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { content, type Reply } from '../../../platform/http/route.ts'
import { copyFiles } from '../copy-files.ts'
import { copyView } from '../copy-view.ts'
import { answeredAtOnce, type DataRequest } from '../data-request.ts'
import { findWhoIsMeant } from '../find-person.ts'
import { type CopyOfEverything, copyOfEverything } from '../subject-access.ts'

/** Whom it is about: the one record that a code opens where nobody has looked, and otherwise everybody who is one with them. */
export const peopleOf = async (tx: PlaceTx, { personId, answeredBy }: DataRequest): Promise<string[]> => {
  if (!personId) return []
  if (answeredBy === answeredAtOnce) return [personId]
  const [found = []] = await findWhoIsMeant(tx, personId)
  return found.map(one => one.personId as string)
}

/**
 * The copy that was asked for; that it was made or looked at is written down.
 * @param isForThem for whoever asked, and not for the lead who answers: what safeguarding leads hold and let them have is not shown to anybody else.
 */
export const copyOf = async (
  tx: PlaceTx,
  asked: DataRequest,
  { isForThem }: { isForThem: boolean },
): Promise<CopyOfEverything | null> => {
  const ids = await peopleOf(tx, asked)
  if (ids.length === 0) return null
  const copy = await copyOfEverything(tx, ids, isForThem && asked.safeguardingShows)
  for (const id of ids) await audit(tx, 'rights.subject-access', id)
  return copy
}

const attached = (name: string) => ({
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
})

/** The copy as a file: a page to keep and print, or JSON for another program. */
export const copyAsFile = (copy: CopyOfEverything, as: 'html' | 'json', now: () => Date): Reply =>
  as === 'json'
    ? content('application/json; charset=utf-8', `${JSON.stringify(copy, null, 2)}\n`, {
        headers: attached(copyFiles.json),
      })
    : content(
        'text/html; charset=utf-8',
        createViews({ now }).render('rights/copy-file.njk', { copy: copyView(copy) }),
        { headers: attached(copyFiles.html) },
      )
