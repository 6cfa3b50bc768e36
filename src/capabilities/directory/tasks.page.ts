import type { PageModel } from '../../design/page.ts'
import { dateAt } from '../../design/time-in-words.ts'
import { page, view } from '../../platform/http/route.ts'
import { listEntryCalls } from './editing/tell-by-hand.ts'
import { countShown } from './freshness/overview-store.ts'
import { weekOf } from './learning/how-it-went.ts'
import { listSearches } from './learning/searches-store.ts'
import { whatWasNotFound } from './learning/what-was-not-found.ts'
import { countTasks } from './tasks-store.ts'

/** `/:place/directory`: what waits for those who keep the directory right, each kind with its count, and the way to everything they do. */

type Task = {
  id: string
  text: string
  href: string
  /** How many wait; none makes the line calm. */
  count: number
  says: string
  since: Date | null
}

type TasksPage = PageModel & {
  waiting: number
  tasks: readonly Task[]
  more: readonly { title: string; links: readonly { text: string; href: string; says: string }[] }[]
}

const WEEKS = 4

export const tasksPage = page({
  method: 'GET',
  path: '/:place/directory',
  allow: 'directory.keep-right',
  async handle({ platform, place, actor }) {
    const now = platform.clock()
    const since = weekOf(dateAt(new Date(now.getTime() - (WEEKS - 1) * 7 * 86_400_000)))
    const { counts, shown, calls, searches } = await platform.db.as(actor, async tx => ({
      counts: await countTasks(tx),
      shown: await countShown(tx, dateAt(now)),
      calls: (await listEntryCalls(tx)).length,
      searches: whatWasNotFound(await listSearches(tx, since)),
    }))
    const base = `/${place.slug}/directory`
    const tasks: Task[] = [
      {
        id: 'check',
        text: 'Check what organisations sent in',
        href: `${base}/proposals`,
        count: counts.toCheck,
        says: counts.askedBack > 0 ? `${counts.askedBack} more: you asked, and they have not answered yet` : '',
        since: counts.toCheckSince,
      },
      {
        id: 'tell',
        text: 'Tell organisations by phone what was decided',
        href: `${base}/proposals#to-ring`,
        count: calls,
        says: 'They have no e-mail',
        since: null,
      },
      {
        id: 'mistakes',
        text: 'Answer mistakes people told us of',
        href: `${base}/mistakes`,
        count: counts.mistakes,
        says: '',
        since: counts.mistakesSince,
      },
      {
        id: 'ring',
        text: 'Ring about entries that may not be right any more',
        href: `${base}/freshness`,
        count: shown.ring,
        says: `Of ${shown.all} entries. ${shown.asked === 0 ? 'None is' : shown.asked === 1 ? 'One more is' : `${shown.asked} more are`} being asked about by mail`,
        since: null,
      },
      {
        id: 'same',
        text: 'Decide on entries that seem to be the same',
        href: `${base}/duplicates`,
        count: counts.same,
        says: '',
        since: null,
      },
      {
        id: 'feeds',
        text: 'Look at feeds that failed or wait for you',
        href: `${base}/feeds`,
        count: counts.feeds,
        says:
          counts.vanished > 0
            ? counts.vanished === 1
              ? 'One entry is no longer in its feed: say whether it has ended'
              : `${counts.vanished} entries are no longer in their feeds: say whether they have ended`
            : '',
        since: null,
      },
      {
        id: 'invitations',
        text: 'Send invitations again that have run out',
        href: `${base}/invitations`,
        count: counts.ranOut,
        says: counts.invited > 0 ? `${counts.invited} sent and not answered yet` : '',
        since: null,
      },
    ]
    const model: TasksPage = {
      page: { title: 'What needs you in the directory', kind: 'staff' },
      waiting: tasks.filter(({ count }) => count > 0).length,
      tasks: tasks.filter(({ id, count }) => count > 0 || id !== 'tell'),
      more: [
        {
          title: 'Make it better',
          links: [
            {
              text: 'See what people look for and do not find',
              href: `${base}/searches`,
              says:
                searches.searches === 0
                  ? `Nobody has searched in the last ${WEEKS} weeks`
                  : `Of ${searches.searches} searches in ${WEEKS} weeks, ${searches.poor} came to nothing or to little`,
            },
            {
              text: 'Invite organisations to look after their entries',
              href: `${base}/invitations`,
              says: 'They change them; you check what they send in',
            },
          ],
        },
        {
          title: 'Bring entries in',
          links: [
            { text: 'Add an entry', href: `${base}/new-entry`, says: 'For something your own organisation offers' },
            { text: 'Import a table', href: `${base}/tables`, says: 'A spreadsheet saved as CSV' },
            { text: 'Add a feed', href: `${base}/feeds/add`, says: 'Another directory, fetched again and again' },
            { text: 'Our entries', href: `${base}/entries`, says: 'What your own organisation has in the directory' },
          ],
        },
      ],
    }
    return view('directory/tasks.njk', model)
  },
})
