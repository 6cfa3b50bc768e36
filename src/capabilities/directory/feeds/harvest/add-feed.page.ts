import type { FormView } from '../../../../design/form.ts'
import type { PageModel } from '../../../../design/page.ts'
import type { ErrorItem } from '../../../../design/view-models.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { perform } from '../../../../platform/command.ts'
import { errorsOf, page, type Reply, redirect, type Visit, view } from '../../../../platform/http/route.ts'
import { feedForm, settingsIn } from './feed-settings.ts'
import { here } from './feed-words.ts'
import { addFeed } from './keep-feed.ts'

/** `/:place/directory/feeds/add`: another directory's feed, to be pulled from now on. */

type FormPage = PageModel & { form: FormView }

const formPage = (
  visit: Visit<never, never>,
  values: Readonly<Record<string, unknown>>,
  errors: readonly ErrorItem[],
): Reply => {
  const model: FormPage = {
    page: { title: 'Add a feed', kind: 'staff', backHref: here(visit), errors: [...errors] },
    form: feedForm(`${here(visit)}/add`, values, errors, 'Add the feed'),
  }
  return view('directory/feeds/harvest/add-feed.njk', model, { status: errors.length > 0 ? 422 : 200 })
}

export const addFeedPage = page({
  method: 'GET',
  path: '/:place/directory/feeds/add',
  allow: 'directory.keep-right',
  handle: async visit => formPage(visit as never, { everyHours: '24', asksFor: 'everything' }, []),
})

export const addFeedAnswer = page({
  method: 'POST',
  path: '/:place/directory/feeds/add',
  allow: 'directory.keep-right',
  async handle(visit) {
    const { platform, actor, body } = visit
    const answer = await perform(platform.db, actor, addFeed, settingsIn(body))
    if (isRefusal(answer)) return formPage(visit as never, body, errorsOf(answer))
    return redirect(`${here(visit)}/${answer.feedId}?done=added`)
  },
})
